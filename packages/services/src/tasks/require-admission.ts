import { RaydeckError } from '@raydeck/core';
import { type Prisma, queueAdmission } from '@raydeck/db';
import type { Context } from '../context.ts';
import { mayNameAnyProfile } from './may-name-any-profile.ts';

interface Admission {
  allowsCallable: boolean;
  allowsRunner: boolean;
  allowsProfile: boolean;
}

/** Throws NOT_FOUND for a queue that is none, FORBIDDEN when its allow-lists refuse the task: as the door would. */
export async function requireAdmission(
  tx: Prisma.TransactionClient,
  context: Context,
  { callable, runner, profile }: { callable: string; runner: string | null; profile: string | null },
  queue: string,
): Promise<void> {
  const [admission] = await tx.$queryRawUnsafe<Admission[]>(queueAdmission.text, queue, callable, runner, profile);
  if (!admission) throw refusal('NOT_FOUND', `there is no queue "${queue.slice(0, 100)}"`);
  if (!admission.allowsCallable) throw refusal('FORBIDDEN', `queue "${queue}" does not allow "${callable}"`);
  if (!admission.allowsRunner)
    throw refusal('FORBIDDEN', `queue "${queue}" does not allow the runner "${runner ?? ''}"`);
  if (!admission.allowsProfile && !mayNameAnyProfile(context))
    throw refusal('FORBIDDEN', `queue "${queue}" does not allow the profile "${profile ?? ''}"`);
}

function refusal(code: 'NOT_FOUND' | 'FORBIDDEN', problem: string): RaydeckError {
  return new RaydeckError(code, `queue: ${problem}`, { path: 'queue' });
}
