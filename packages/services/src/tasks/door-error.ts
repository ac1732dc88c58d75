import { type ErrorCode, RaydeckError } from '@raydeck/core';
import { z } from 'zod';

const codes: Record<string, ErrorCode> = {
  RD400: 'INVALID',
  RD403: 'FORBIDDEN',
  RD404: 'NOT_FOUND',
  RD409: 'CONFLICT',
};

const Refusal = z.object({ path: z.string(), problem: z.string() });
const DatabaseError = z.object({ code: z.string(), message: z.string(), detail: z.string().optional() });
/** Within a Prisma transaction the server's own words stand this deep. */
const Wrapped = z.object({ meta: z.object({ driverAdapterError: z.object({ cause: DatabaseError }) }) });

/** What the door in SQL said, in our own terms; anything else stays as it is. */
export function doorError(error: unknown): unknown {
  const wrapped = Wrapped.safeParse(error);
  const parsed = DatabaseError.safeParse(wrapped.data?.meta.driverAdapterError.cause ?? error);
  const code = parsed.success ? codes[parsed.data.code] : undefined;
  if (!parsed.success || !code) return error;
  const refusal = Refusal.parse(JSON.parse(parsed.data.detail ?? '{}'));
  return new RaydeckError(code, parsed.data.message, { cause: error, path: refusal.path });
}
