import type { Principal } from '@raydeck/core';
import type { Context } from '../context.ts';

/**
 * The context in which a schedule acts: `createdBy` of its tasks, and who cancels in the audit log. What it may enqueue was
 * decided when it was written, by the reach of whoever wrote it.
 */
export function asSchedule(
  context: Pick<Context, 'db' | 'notifier' | 'emit' | 'keyRing' | 'encryptsPayloads'>,
  name: string,
): Context {
  const id = `schedule:${name}`;
  const principal: Principal = { kind: 'user', id, userId: '', name: id, role: 'OPERATOR', canViewPayload: false };
  return { ...context, principal };
}
