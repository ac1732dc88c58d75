import { type Action, RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';

/** A whole queue is in reach of a key only when the key reaches all callables of it. */
export function authorizeQueue(context: Context, action: Action, name: string): void {
  authorize(context, action);
  const { principal } = context;
  if (principal.kind === 'user') return;
  const isReached = principal.queues.length === 0 || principal.queues.includes(name);
  if (isReached && principal.callables.length === 0) return;
  throw new RaydeckError('FORBIDDEN', `This key does not reach the whole of queue "${name}".`);
}
