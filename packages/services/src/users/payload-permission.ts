import { RaydeckError } from '@raydeck/core';
import type { Context } from '../context.ts';

/** Who may not see payloads lets nobody see them, and takes over no account that may. */
export function requireOwnPayloadPermission({ principal }: Context, path?: string): void {
  if (principal.canViewPayload) return;
  const text = 'Payload permission can only be given by who has it.';
  throw new RaydeckError('FORBIDDEN', text, path === undefined ? {} : { path });
}
