import { createHash } from 'node:crypto';
import { endingOfOutcome, RaydeckError, type ReportedOutcome } from '@raydeck/core';
import { attemptStanding, type StandingRow } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';
import { effectiveOf } from './effective-of.ts';
import { finish, type Traces } from './finish.ts';

export interface OutcomeReport {
  attemptId: string;
  executionId: string;
  outcome: ReportedOutcome;
  traces: Traces;
}

/**
 * Commits what an execution reports. The same outcome again is accepted and changes nothing. Throws CONFLICT for another
 * outcome, or for one that comes after the attempt was judged: it stands on the task's timeline, and the execution must end.
 */
export async function acceptOutcome(context: AttemptContext, report: OutcomeReport): Promise<void> {
  const { attemptId, executionId, outcome, traces } = report;
  const [standing] = await context.db.run(attemptStanding, [attemptId]);
  if (!standing) throw new RaydeckError('CONFLICT', 'The attempt is gone.');
  const digest = digestOf(outcome);
  if (isRepeat(standing, executionId, digest)) return;
  const ending = endingOfOutcome(outcome, {
    cancelRequested: standing.cancelRequested,
    isOverdue: isOverdue(context, standing),
    snoozes: standing.snoozes,
  });
  if (await finish(context, standing, ending, { by: 'execution', executionId, digest }, traces)) return;
  const [now] = await context.db.run(attemptStanding, [attemptId]);
  if (now && isRepeat(now, executionId, digest)) return;
  await refuse(context, now ?? standing, report);
}

async function refuse(context: AttemptContext, standing: StandingRow, report: OutcomeReport): Promise<never> {
  const reason = `${report.outcome.state} came when the attempt was ${standing.state}`;
  await context.db.prisma.taskEvent.create({
    data: {
      taskId: standing.taskId,
      attemptId: standing.attemptId,
      kind: 'late_outcome_refused',
      actor: `execution:${report.executionId}`,
      reason,
    },
  });
  context.emit({ type: 'outcome.refused', attemptId: standing.attemptId, reason });
  context.notifier.changed(standing.taskId);
  throw new RaydeckError('CONFLICT', `The outcome is refused: ${reason}.`);
}

function isRepeat(standing: StandingRow, executionId: string, digest: string): boolean {
  return standing.executionId === executionId && standing.outcomeDigest === digest;
}

function isOverdue(context: AttemptContext, standing: StandingRow): boolean {
  const timeoutSeconds = effectiveOf(standing, context.defaults).timeoutSeconds.value;
  return timeoutSeconds !== null && (standing.startedAgeMs ?? 0) >= timeoutSeconds * 1000;
}

function digestOf({ state, result, error }: ReportedOutcome): string {
  const text = JSON.stringify([state, result, error && [error.class, error.message, error.traceback]]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
