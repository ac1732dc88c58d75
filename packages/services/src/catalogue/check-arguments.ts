import { RaydeckError } from '@raydeck/core';
import {
  callableParameters,
  type Database,
  hasIdempotencyKey,
  knownCallables,
  type Row,
  type Statement,
} from '@raydeck/db';
import type { Context } from '../context.ts';
import { StoredParameters } from './catalogue-entry.ts';
import { type CallCheck, callCheckOf } from './check-call.ts';

/** A call as an enqueue asks for it; args and kwargs are JSON text. */
export interface Call {
  callable: string;
  args?: string | undefined;
  kwargs?: string | undefined;
  /** Either: its arguments stand elsewhere, and nothing can be said of them. */
  argumentsUpload?: string | undefined;
  argsRef?: string | undefined;
  queue?: string | undefined;
  profile?: string | undefined;
  idempotencyKey?: string | undefined;
}

/** Runs a statement on the caller's own connection, which may be in a transaction. */
export type RunStatement = <Values extends readonly unknown[], R extends Row>(
  statement: Statement<Values, R>,
  values: Values,
) => Promise<R[]>;

/** Far more than a process sees at once. */
const kept = 2_000;

/** Compiled checks, as long as their database is held. */
const compiled = new WeakMap<Database['pool'], Map<string, CallCheck>>();

/**
 * Holds calls against the catalogue of their profile's current version, where that knows them. Throws INVALID with a path
 * such as `tasks[3].kwargs.amount`; not for a call whose idempotency key was used, since that was held against the catalogue
 * of its day. One statement for all calls; each callable is compiled once.
 */
export async function checkArguments(
  { db, principal }: Pick<Context, 'db' | 'principal'>,
  run: RunStatement,
  calls: readonly Call[],
): Promise<void> {
  const distinct = new Map(calls.map((call) => [keyOf(call), call]));
  const keys = [...distinct.keys()];
  const asked = [...distinct.values()].map(({ queue = 'default', profile, callable }, at) => ({
    at,
    queue,
    profile,
    callable,
  }));
  const known = await run(knownCallables, [JSON.stringify(asked)]);
  if (known.length === 0) return;
  const checks = new Map<string, CallCheck>();
  for (const row of known) {
    const check = await checkOf(db, run, row);
    if (check) checks.set(keys[row.at] ?? '', check);
  }
  for (const [index, call] of calls.entries()) {
    if (call.argumentsUpload !== undefined || call.argsRef !== undefined) continue;
    const problem = checks.get(keyOf(call))?.(call.args ?? '[]', call.kwargs ?? '{}');
    if (!problem || (await isReplay(run, principal.id, call))) continue;
    const path = `tasks[${index}].${problem.path}`.slice(0, 300).toWellFormed();
    throw new RaydeckError('INVALID', `${path}: ${problem.problem}`, { path });
  }
}

async function isReplay(run: RunStatement, scope: string, { idempotencyKey }: Call): Promise<boolean> {
  if (idempotencyKey === undefined) return false;
  const [row] = await run(hasIdempotencyKey, [scope, idempotencyKey]);
  return row?.isTaken ?? false;
}

async function checkOf(
  { pool }: Pick<Database, 'pool'>,
  run: RunStatement,
  { profileId, callable, fingerprint }: { profileId: string; callable: string; fingerprint: string },
): Promise<CallCheck | null> {
  const checks = compiled.get(pool) ?? new Map<string, CallCheck>();
  compiled.set(pool, checks);
  const key = `${fingerprint} ${profileId} ${callable}`;
  const found = checks.get(key);
  if (found) return found;
  const [row] = await run(callableParameters, [profileId, callable]);
  if (!row) return null;
  const made = callCheckOf(StoredParameters.parse(row.parameters));
  checks.set(key, made);
  const [oldest] = checks.keys();
  if (checks.size > kept && oldest !== undefined) checks.delete(oldest);
  return made;
}

function keyOf({ queue, profile, callable }: Call): string {
  return JSON.stringify([callable, profile, queue]);
}
