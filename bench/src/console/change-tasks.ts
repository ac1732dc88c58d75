import { createNotifier } from '@raydeck/db';
import type { TestDatabase } from '@raydeck/testing';

const everyMs = 100;

export interface Changing {
  /** Transactions that the changes themselves took. */
  transactions: () => number;
  stop: () => Promise<void>;
}

/** Changes so many rows a second, those that a list shows first, and tells of them as workers do. */
export function changeTasks(db: TestDatabase, perSecond: number): Changing {
  const notifier = createNotifier(db);
  let transactions = 0;
  let isOver = false;
  const change = async (): Promise<void> => {
    const { rows } = await db.pool.query<{ id: string }>(changeText, [Math.round((perSecond * everyMs) / 1_000)]);
    for (const { id } of rows) notifier.changed(id);
    await notifier.flush();
    transactions += 2;
  };
  const run = async (): Promise<void> => {
    while (!isOver) {
      const startedAt = performance.now();
      await change();
      const restMs = Math.max(0, everyMs - (performance.now() - startedAt));
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };
  const running = run();
  return {
    transactions: () => transactions,
    stop: async () => {
      isOver = true;
      await running;
    },
  };
}

const changeText = `
  UPDATE raydeck.task AS t SET priority = (t.priority + 1) % 100
  FROM (SELECT id FROM raydeck.task ORDER BY id DESC LIMIT $1) AS newest WHERE t.id = newest.id RETURNING t.id`;
