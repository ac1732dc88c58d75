import { hash } from 'node:crypto';
import { aboutAttempt, endingOfOutcome, RaydeckError, type ReportedOutcome } from '@raydeck/core';
import { attemptStanding, type StandingRow } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';
import { effectiveOf } from './effective-of.ts';
import { findUpload } from '../storage/store-upload.ts';
import { finish, type Traces } from './finish.ts';
import { uploadOwner } from './upload-result.ts';

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
  const digests = digestsOf(context, standing, outcome);
  const [digest] = digests;
  if (isRepeat(standing, executionId, digests)) return;
  const resultRef = await resultRefOf(context, report);
  const facts = {
    cancelRequested: standing.cancelRequested,
    isOverdue: isOverdue(context, standing),
    snoozes: standing.snoozes,
  };
  const ending = endingOfOutcome(outcome, facts, resultRef);
  if (await finish(context, standing, ending, { by: 'execution', executionId, digest }, traces)) return;
  const [now] = await context.db.run(attemptStanding, [attemptId]);
  if (now && isRepeat(now, executionId, digests)) return;
  await refuse(context, now ?? standing, report);
}

/** Only what a worker has stored for this very attempt becomes its result. */
async function resultRefOf(context: AttemptContext, { attemptId, outcome }: OutcomeReport): Promise<string | null> {
  if (outcome.resultUpload == null) return null;
  const upload = { id: outcome.resultUpload, kind: 'result', owner: uploadOwner(attemptId) } as const;
  const ref = await findUpload(context.db, upload);
  if (ref === null) throw new RaydeckError('INVALID', 'resultUpload: names no result that was stored for this attempt');
  return ref;
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
  context.emit({ type: 'outcome.refused', ...aboutAttempt(standing), reason });
  context.notifier.changed(standing.taskId);
  throw new RaydeckError('CONFLICT', `The outcome is refused: ${reason}.`);
}

function isRepeat(standing: StandingRow, executionId: string, digests: readonly string[]): boolean {
  return (
    standing.executionId === executionId && standing.outcomeDigest !== null && digests.includes(standing.outcomeDigest)
  );
}

function isOverdue(context: AttemptContext, standing: StandingRow): boolean {
  const timeoutSeconds = effectiveOf(standing, context.defaults).timeoutSeconds.value;
  return timeoutSeconds !== null && (standing.startedAgeMs ?? 0) >= timeoutSeconds * 1000;
}

/**
 * What is kept of an outcome to know a repeat by. Of an encrypted task it is made with a key, that nobody can try what its result may
 * have been; the first key makes it, and until the last worker has the same one, any key knows it.
 */
function digestsOf(
  { keyRing }: AttemptContext,
  { keyId }: StandingRow,
  outcome: ReportedOutcome,
): [string, ...string[]] {
  if (keyId === null || !keyRing) return [plainDigestOf(outcome)];
  const [first, ...others] = keyRing.keyIds;
  const under = (id: string): string => cut(keyRing.derive(id, `outcome\0${wordsOf(outcome)}`));
  return [under(first), ...others.map(under)];
}

/** The same of a task that is not encrypted. */
export function plainDigestOf(outcome: ReportedOutcome): string {
  return hash('sha256', wordsOf(outcome), 'hex').slice(0, 32);
}

function wordsOf({ state, result, resultUpload, error }: ReportedOutcome): string {
  const said = error && [error.class, error.message, error.traceback];
  return JSON.stringify([state, result, said, ...(resultUpload == null ? [] : [resultUpload])]);
}

function cut(digest: Buffer): string {
  return digest.toString('hex').slice(0, 32);
}
