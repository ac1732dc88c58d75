import type { TaskState } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import type { Seen } from './history.ts';

const everyMs = 500;

/** Reads the states of all tasks again and again, as an outsider would, and keeps each change. */
export function watchStates(db: Pick<Database, 'pool'>): { seen: Seen[]; stop(): Promise<void> } {
  const seen: Seen[] = [];
  const last = new Map<string, string>();
  let stopped = false;

  const look = async (): Promise<void> => {
    const { rows } = await db.pool.query<{ id: string; state: TaskState; count: number }>(
      'SELECT id, state::text AS state, attempt_count AS count FROM raydeck.task',
    );
    const atMs = Date.now();
    for (const { id, state, count } of rows) {
      const now = `${state} ${count}`;
      if (last.get(id) === now) continue;
      last.set(id, now);
      seen.push({ taskId: id, state, attemptCount: count, atMs });
    }
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      // While PostgreSQL is away nothing is seen.
      await look().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    await look();
  };
  const running = run();
  return {
    seen,
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}
