import { RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { lookUpTask } from './look-up-task.ts';

/**
 * The JSON text that a SUCCEEDED task returned, digit for digit. Throws NOT_FOUND, FORBIDDEN without payload permission,
 * PRECONDITION in any other state.
 */
export async function readResult(context: Context, id: string): Promise<string> {
  authorize(context, 'task.result.read');
  const { state } = await lookUpTask(context.db.prisma, context, id);
  if (!context.principal.canViewPayload) {
    throw new RaydeckError('FORBIDDEN', 'Results are shown to people and keys with payload permission.');
  }
  if (state !== 'SUCCEEDED') throw new RaydeckError('PRECONDITION', `The task is ${state}: it has no result.`);
  const { result } = await context.db.prisma.task.findUniqueOrThrow({ where: { id }, select: { result: true } });
  return result ?? 'null';
}
