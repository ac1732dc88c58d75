import { type Action, isInReach, may, RaydeckError, type Reachable } from '@raydeck/core';
import type { Context } from './context.ts';

/** Throws FORBIDDEN unless the principal may do this, and to this object when one is given. */
export function authorize({ principal }: Context, action: Action, task?: Reachable): void {
  if (!may(principal, action)) throw new RaydeckError('FORBIDDEN', `This needs a role or scope that allows ${action}.`);
  if (task && !isInReach(principal, task)) {
    throw new RaydeckError(
      'FORBIDDEN',
      `This key does not reach queue "${task.queue}" or callable "${task.callable}".`,
    );
  }
}
