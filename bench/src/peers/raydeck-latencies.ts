import { enqueueTasks } from '@raydeck/db';
import { type CoreStack, drained } from '../core-stack.ts';

const request = JSON.stringify({
  version: 1,
  createdBy: 'bench',
  notify: true,
  tasks: [{ callable: 'raydeck.demo.add', args: '[1, 1]' }],
});

/** Milliseconds from before each call, a transaction each, to the end of its task, at a steady rate and by the one clock of this machine. */
export async function raydeckLatencies({ db }: CoreStack, perSecond: number, seconds: number): Promise<number[]> {
  const startedAt = performance.now();
  const sending: Promise<{ id: string; atMs: number }>[] = [];
  const send = async () => {
    const atMs = performance.timeOrigin + performance.now();
    const [task] = await db.run(enqueueTasks, [request]);
    if (!task) throw new Error('The door returned no row.');
    return { id: task.id, atMs };
  };
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const waitMs = startedAt + (1_000 * number) / perSecond - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    sending.push(send());
  }
  const sent = await Promise.all(sending);
  await drained(db);
  const { rows } = await db.pool.query<{ id: string; ms: number }>(
    `SELECT id, extract(epoch FROM finished_at)::float8 * 1000 AS ms FROM raydeck.task WHERE id = ANY ($1) AND state = 'SUCCEEDED'`,
    [sent.map(({ id }) => id)],
  );
  if (rows.length !== sent.length) throw new Error(`Only ${rows.length} of ${sent.length} tasks succeeded.`);
  const endedAt = new Map(rows.map(({ id, ms }) => [id, ms]));
  return sent.map(({ id, atMs }) => (endedAt.get(id) ?? Number.NaN) - atMs);
}
