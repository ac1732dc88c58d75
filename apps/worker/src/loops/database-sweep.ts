import type { Emit } from '@raydeck/core';
import { type Database, expireTasks, type Notifier, repairTasks } from '@raydeck/db';
import { repairLimits } from '@raydeck/services';
import { type Leadership, untoldEveryMs } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';

/** What one worker leads here for all. */
export const databaseSweep = 'database';

/** Less than the pause of a loop that nobody wakes: of its rounds each audits, and of those that it is woken for few. */
const auditEveryMs = 50_000;
const portion = 500;

/** Fails tasks that expired while they waited, when there are any; every two minutes looks for what no move leaves behind, and repairs it. */
export function createDatabaseSweep({
  db,
  leadership,
  notifier,
  emit,
}: {
  db: Database;
  leadership: Leadership;
  notifier: Notifier;
  emit: Emit;
}): Loop {
  let auditedAt = -Infinity;

  const repair = async (): Promise<void> => {
    for (const { taskId, state } of await db.run(repairTasks, [portion])) {
      emit({ type: 'task.repaired', taskId, state });
      notifier.changed(taskId);
      notifier.ready();
    }
    if ((await repairLimits({ db, emit })).length > 0) notifier.ready();
  };

  const round = async (): Promise<number> => {
    if (!leadership.leads(databaseSweep)) return untoldEveryMs;
    const expired = await db.run(expireTasks, [portion]);
    for (const { taskId } of expired) notifier.changed(taskId);
    if (performance.now() - auditedAt >= auditEveryMs) {
      auditedAt = performance.now();
      await repair();
    }
    return expired.length === portion ? 0 : untoldEveryMs * (0.9 + 0.2 * Math.random());
  };

  return createLoop({ name: 'database-sweep', round, emit });
}
