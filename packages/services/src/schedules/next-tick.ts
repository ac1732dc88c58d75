import type { Database, Statement } from '@raydeck/db';

interface NextTick extends Record<string, unknown> {
  /** Below zero for a tick that is overdue; null when none is to come. */
  dueInMs: number | null;
  /** Whether any tick waits for the task of an earlier one. */
  isAnyWaiting: boolean;
}

/** By two partial indexes: cheap enough to be asked every few seconds. */
const statement: Statement<[], NextTick> = {
  name: 'next-tick',
  text: `
SELECT (extract(epoch FROM (SELECT min(next_run_at) FROM raydeck.schedule WHERE NOT paused) - clock_timestamp()) * 1000)::float8
    AS "dueInMs",
  EXISTS (SELECT FROM raydeck.schedule_tick WHERE outcome = 'waiting') AS "isAnyWaiting"`,
};

/** When the next tick of any schedule is due. */
export async function nextTick(db: Database): Promise<NextTick> {
  const [row] = await db.run(statement, []);
  if (!row) throw new Error('A SELECT without a table has a row.');
  return row;
}
