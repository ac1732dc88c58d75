import { RaydeckError } from '@raydeck/core';
import { recordHeartbeat as statement } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';

/** What an execution tells of itself; null for what has not changed. */
export interface Heartbeat {
  attemptId: string;
  executionId: string;
  progress: { current: number; total: number | null; message: string | null } | null;
  logTail: string | null;
  logBytes: number | null;
  peakMemoryBytes: number | null;
  cpuSeconds: number | null;
}

/** Records a sign of life. Throws CONFLICT when the attempt is not this execution's any more: it must end itself. */
export async function recordHeartbeat(context: AttemptContext, beat: Heartbeat): Promise<{ cancelRequested: boolean }> {
  const [row] = await context.db.run(statement, [
    beat.attemptId,
    beat.executionId,
    beat.progress && JSON.stringify(beat.progress),
    beat.logTail,
    beat.logBytes,
    beat.peakMemoryBytes,
    beat.cpuSeconds,
  ]);
  if (!row) throw new RaydeckError('CONFLICT', 'The attempt is not live for this execution.');
  if (beat.progress || beat.logTail !== null) context.notifier.changed(row.taskId);
  return { cancelRequested: row.cancelRequested };
}
