import { aboutAttempt } from '@raydeck/core';
import { attemptStanding } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';
import type { Execution } from './upload-result.ts';

/**
 * Writes the start of a `ray_core` execution that asks for its arguments, or brings a result, before its worker has: its token says that the
 * gateway has let it through. Everything else is left as it stands.
 */
export async function admitCoreExecution(
  context: AttemptContext,
  { attemptId, executionId }: Execution,
): Promise<void> {
  const { rowCount } = await context.db.pool.query({
    name: 'admit-core-execution',
    text: `UPDATE raydeck.attempt SET state = 'RUNNING', execution_id = $2, started_at = clock_timestamp(), last_heartbeat_at = clock_timestamp()
      WHERE id = $1 AND runner = 'ray_core' AND state::text = 'SUBMITTED'`,
    values: [attemptId, executionId],
  });
  if (rowCount !== 1) return;
  const [standing] = await context.db.run(attemptStanding, [attemptId]);
  if (!standing) return;
  context.emit({ type: 'attempt.started', ...aboutAttempt(standing), nodeId: null });
  context.notifier.changed(standing.taskId);
}
