import { RaydeckError } from '@raydeck/core';
import { type Prisma, queueAdmission } from '@raydeck/db';

interface Admission {
  allowsCallable: boolean;
  allowsRunner: boolean;
}

/** Throws NOT_FOUND for a queue that is none, FORBIDDEN when its allow-lists refuse the task: as the door would. */
export async function requireAdmission(
  tx: Prisma.TransactionClient,
  { callable, runner }: { callable: string; runner: string | null },
  queue: string,
): Promise<void> {
  const [admission] = await tx.$queryRawUnsafe<Admission[]>(queueAdmission.text, queue, callable, runner);
  if (!admission) throw refusal('NOT_FOUND', `there is no queue "${queue.slice(0, 100)}"`);
  if (!admission.allowsCallable) throw refusal('FORBIDDEN', `queue "${queue}" does not allow "${callable}"`);
  if (!admission.allowsRunner)
    throw refusal('FORBIDDEN', `queue "${queue}" does not allow the runner "${runner ?? ''}"`);
}

function refusal(code: 'NOT_FOUND' | 'FORBIDDEN', problem: string): RaydeckError {
  return new RaydeckError(code, `queue: ${problem}`, { path: 'queue' });
}
