import { attemptMoves, taskMoves } from '@raydeck/core';
import type { Database } from '@raydeck/db';

/**
 * Makes the database refuse, loudly, each change of state that core's tables do not have: the statement that made it
 * fails. Returns a question for the moves that were made, as "task QUEUED RUNNING".
 */
export async function guardMoves(db: Pick<Database, 'pool'>): Promise<() => Promise<string[]>> {
  const known = [...movesOf('task', taskMoves), ...movesOf('attempt', attemptMoves)];
  await db.pool.query(`
    CREATE TABLE public.made_move (move text NOT NULL);
    CREATE FUNCTION public.guard_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE
      made text := TG_TABLE_NAME || ' ' || OLD.state || ' ' || NEW.state;
    BEGIN
      IF NOT made = ANY ('{${known.map((move) => `"${move}"`).join(',')}}') THEN
        RAISE EXCEPTION 'core has no such move: %', made;
      END IF;
      INSERT INTO public.made_move VALUES (made);
      RETURN NULL;
    END $$`);
  for (const table of ['task', 'attempt']) {
    await db.pool.query(`
      CREATE TRIGGER guard_move AFTER UPDATE ON raydeck.${table} FOR EACH ROW
      WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION public.guard_move()`);
  }
  return async () => {
    const { rows } = await db.pool.query<{ move: string }>('SELECT DISTINCT move FROM public.made_move ORDER BY move');
    return rows.map(({ move }) => move);
  };
}

function movesOf(table: string, moves: Record<string, readonly string[]>): string[] {
  return Object.entries(moves).flatMap(([from, tos]) => tos.map((to) => `${table} ${from} ${to}`));
}
