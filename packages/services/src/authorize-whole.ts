import { type Action, type Principal, RaydeckError } from '@raydeck/core';
import { authorize } from './authorize.ts';
import type { Context } from './context.ts';

/** For what concerns everybody: a key that reaches only some queues, callables or its own tasks may not, whatever its scopes. */
export function authorizeWhole(context: Context, action: Action): void {
  authorize(context, action);
  if (!isWhole(context.principal))
    throw new RaydeckError('FORBIDDEN', `A key with a limited reach is not allowed ${action}.`);
}

/** Whether nothing limits the principal's reach. */
export function isWhole(principal: Principal): boolean {
  if (principal.kind === 'user') return true;
  return principal.queues.length + principal.callables.length + Number(principal.ownTasksOnly) === 0;
}
