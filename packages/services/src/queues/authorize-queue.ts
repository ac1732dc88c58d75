import { type Action, RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { rowName } from './queue-settings.ts';

/**
 * A whole queue is in reach of a key only when the key reaches all callables of it, and everybody's tasks. NOT_FOUND for what
 * can be no queue's name.
 */
export function authorizeQueue(context: Context, action: Action, name: string): void {
  authorize(context, action);
  if (!rowName.safeParse(name).success) throw new RaydeckError('NOT_FOUND', 'There is no such queue.');
  const { principal } = context;
  if (principal.kind === 'user') return;
  const isReached = principal.queues.length === 0 || principal.queues.includes(name);
  if (isReached && principal.callables.length === 0 && !principal.ownTasksOnly) return;
  throw new RaydeckError('FORBIDDEN', `This key does not reach the whole of queue "${name}".`);
}
