import { randomUUID } from 'node:crypto';
import { type Action, type ErrorCode, may, RaydeckError } from '@raydeck/core';
import type { Context } from '@raydeck/services';
import { headers } from 'next/headers';
import { z } from 'zod';
import { container, contextOf } from './container.ts';
import { describeError, log } from './log.ts';
import { currentPrincipal } from './principal.ts';
import { isSameOrigin } from './same-origin.ts';

/** What a server action answers; errors are data, so that a form can show them where they belong. */
export type ActionResult<T> =
  { ok: true; value: T } | { ok: false; code: ErrorCode | 'SIGNED_OUT'; message: string; path?: string | undefined };

interface Definition<Schema extends z.ZodType, T> {
  input: Schema;
  /** Null: whoever is signed in, for their own account. */
  permission: Action | null;
  run: (context: ReturnType<typeof contextOf>, input: z.output<Schema>) => Promise<T>;
}

/** The one way from a button to a use case: origin, person, permission, input, and errors in words. */
export function serverAction<Schema extends z.ZodType, T>({ input, permission, run }: Definition<Schema, T>) {
  return async (raw: z.input<Schema>): Promise<ActionResult<T>> => {
    if (!isSameOrigin(await headers())) return refuse('FORBIDDEN', 'This request did not come from the console.');
    try {
      const principal = await currentPrincipal();
      if (!principal) return refuse('SIGNED_OUT', 'Your session is over. Sign in again.');
      if (permission && !may(principal, permission)) {
        return refuse('FORBIDDEN', `Your role ${principal.role} does not allow this.`);
      }
      const parsed = input.safeParse(raw);
      if (!parsed.success) return invalid(parsed.error);
      return { ok: true, value: await run(contextOf(principal), parsed.data) };
    } catch (error) {
      return failed(error);
    }
  };
}

interface PublicDefinition<Schema extends z.ZodType, T> {
  input: Schema;
  run: (db: Context['db'], input: z.output<Schema>) => Promise<T>;
}

/** The same for those who are not signed in: what they hold, such as a link's token, is all that speaks for them. */
export function publicAction<Schema extends z.ZodType, T>({ input, run }: PublicDefinition<Schema, T>) {
  return async (raw: z.input<Schema>): Promise<ActionResult<T>> => {
    if (!isSameOrigin(await headers())) return refuse('FORBIDDEN', 'This request did not come from the console.');
    try {
      const parsed = input.safeParse(raw);
      if (!parsed.success) return invalid(parsed.error);
      return { ok: true, value: await run(container().db, parsed.data) };
    } catch (error) {
      return failed(error);
    }
  };
}

function refuse(code: ErrorCode | 'SIGNED_OUT', message: string, path?: string): ActionResult<never> {
  return { ok: false, code, message, path };
}

function invalid(error: z.ZodError): ActionResult<never> {
  const issue = error.issues[0];
  return refuse('INVALID', issue?.message ?? 'The input is not valid.', issue?.path.join('.'));
}

function failed(error: unknown): ActionResult<never> {
  if (error instanceof RaydeckError) return refuse(error.code, error.message, error.path);
  if (error instanceof z.ZodError) return invalid(error);
  const requestId = randomUUID();
  log('error', 'action.failed', { requestId, ...describeError(error) });
  return refuse('INTERNAL', `Something went wrong on our side. The log knows it as ${requestId}.`);
}
