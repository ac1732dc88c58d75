import { isAttemptLive, isInReach, RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';

/** The end of an attempt's standard output and error, together. */
export interface AttemptLog {
  text: string;
  /** Of the whole output. */
  sizeBytes: number;
  /** Whether `text` is only its end. */
  truncated: boolean;
  /** Whether nothing more will come. */
  final: boolean;
}

/** Logs are user code's own words, hence payload. */
export async function readAttemptLog(context: Context, attemptId: string): Promise<AttemptLog> {
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
      task: { select: { queue: true, callable: true, createdBy: true } },
    },
  });
  if (!attempt || !isInReach(context.principal, attempt.task)) throw notFound('attempt');
  const text = attempt.logTail ?? '';
  const keptBytes = Buffer.byteLength(text);
  const sizeBytes = Math.max(Number(attempt.logBytes ?? 0n), keptBytes);
  return { text, sizeBytes, truncated: sizeBytes > keptBytes, final: !isAttemptLive(attempt.state) };
}
