import { RaydeckError } from '@raydeck/core';
import type { Context } from 'hono';
import type { z } from 'zod';

/** The token of a request; empty without one. */
export function bearer(context: Context): string {
  return /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
}

/** The body of a request. Throws INVALID. */
export async function parse<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema>> {
  const body: unknown = await context.req.json().catch(() => {
    throw new RaydeckError('INVALID', 'The body is not JSON.');
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RaydeckError('INVALID', `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'is not valid'}`);
}
