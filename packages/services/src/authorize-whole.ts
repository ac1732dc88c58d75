import { type Action, RaydeckError } from '@raydeck/core';
import { authorize } from './authorize.ts';
import type { Context } from './context.ts';

/** For what concerns everybody: a key that reaches only some queues, callables or its own tasks may not, whatever its scopes. */
export function authorizeWhole(context: Context, action: Action): void {
  authorize(context, action);
  const { principal } = context;
  if (principal.kind === 'user') return;
  const limits = principal.queues.length + principal.callables.length + Number(principal.ownTasksOnly);
  if (limits > 0) throw new RaydeckError('FORBIDDEN', `A key with a limited reach is not allowed ${action}.`);
}
