import { aboutAttempt } from '@raydeck/core';
import { type CoreStart, startCoreAttempts } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';

/** Writes RUNNING for attempts that their gateway has let through, as their owner. Those that moved before are left. */
export async function writeCoreStarts(
  context: AttemptContext,
  workerId: string,
  starts: readonly CoreStart[],
): Promise<void> {
  for (const row of await context.db.run(startCoreAttempts, [JSON.stringify(starts), workerId])) {
    context.emit({ type: 'attempt.started', ...aboutAttempt(row), nodeId: row.rayNodeId });
    context.notifier.changed(row.taskId);
  }
}
