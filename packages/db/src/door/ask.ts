import type pg from 'pg';
import { z } from 'zod';

const Refused = z.object({ code: z.string(), detail: z.string() });
const Detail = z.object({ path: z.string(), problem: z.string() });

/** For tests only: asks the door, as text, so that what JSON in JavaScript cannot say can be asked too. */
export async function ask(client: Pick<pg.Pool, 'query'>, request: unknown) {
  const text = typeof request === 'string' ? request : JSON.stringify(request);
  const { rows } = await client.query<{ ordinal: number; id: string; replayed: boolean }>(
    'SELECT * FROM raydeck.enqueue_tasks($1::jsonb) ORDER BY ordinal',
    [text],
  );
  return rows;
}

/** The refusal as "RD400 tasks[0].queue"; anything else that went wrong is thrown, and so is an acceptance. */
export async function refusalOf(client: Pick<pg.Pool, 'query'>, request: unknown): Promise<string> {
  const answer = await ask(client, request).catch((error: unknown) => error);
  const refused = Refused.safeParse(answer);
  if (!refused.success) throw answer instanceof Error ? answer : new Error('The door accepted it.');
  return `${refused.data.code} ${Detail.parse(JSON.parse(refused.data.detail)).path}`;
}

/** The same for a request of one task. */
export function refusalOfTask(client: Pick<pg.Pool, 'query'>, task: Record<string, unknown>): Promise<string> {
  return refusalOf(client, { version: 1, tasks: [{ callable: 'shop.tasks.charge', ...task }] });
}
