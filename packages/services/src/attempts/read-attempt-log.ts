import { isAttemptLive, isInReach, RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { redactedBy, redactionOfTask } from '../redaction/redactions.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';

/** The end of an attempt's standard output and error, together. */
export interface AttemptLog {
  text: string;
  /** Of the whole output. */
  sizeBytes: number;
  /** Whether `text` is only its end. */
  truncated: boolean;
  /** Whether more than `text` is kept, for `openAttemptLog`. */
  stored: boolean;
  /** Whether nothing more will come. */
  final: boolean;
}

/** Logs are user code's own words, hence payload. */
export async function readAttemptLog(context: Context, attemptId: string): Promise<AttemptLog> {
  const attempt = await lookUpAttempt(context, attemptId);
  const kept = attempt.logTail ?? '';
  const keptBytes = Buffer.byteLength(kept);
  const text = (await redactionOfTask(context, attempt.task)).text(kept);
  const sizeBytes = Math.max(Number(attempt.logBytes ?? 0n), keptBytes);
  const stored = attempt.logRef !== null;
  return { text, sizeBytes, truncated: sizeBytes > keptBytes, stored, final: !isAttemptLive(attempt.state) };
}

/** The columns of an attempt's output, for those who may see it. Throws NOT_FOUND, FORBIDDEN without payload permission. */
export async function lookUpAttempt(context: Context, attemptId: string) {
  authorize(context, 'attempt.log.read');
  if (!context.principal.canViewPayload) {
    throw new RaydeckError('FORBIDDEN', 'Logs are shown to people and keys with payload permission.');
  }
  const attempt = await context.db.prisma.attempt.findUnique({
    where: { id: requireUuid(attemptId, 'attempt') },
    select: {
      state: true,
      logTail: true,
      logBytes: true,
      logRef: true,
      task: { select: { ...redactedBy, queue: true, createdBy: true } },
    },
  });
  if (!attempt || !isInReach(context.principal, attempt.task)) throw notFound('attempt');
  return attempt;
}
