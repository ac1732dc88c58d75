import { Redaction, redactionRules, type RedactionRules } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import type { Context } from '../context.ts';
import { openCall } from '../secrets/open-call.ts';
import { taskPlace } from '../secrets/sealed-payload.ts';
import { argumentNames, type NamedCall } from './argument-names.ts';
import { learnStored } from './learn-stored.ts';
import { profileValues } from './profile-values.ts';

/** JSON of a task or a schedule, which tells what must not be seen of it. */
export interface RedactedCall extends NamedCall {
  /** Where it stands: what its ciphertexts are bound to. */
  place: string;
  args: string;
  kwargs: string;
  result?: string | null;
  /** Where arguments and result stand that are too large for the row. */
  argsRef?: string | null;
  resultRef?: string | null;
}

/** Of the attempts that ran with one. */
export function profileIdsOf(attempts: readonly { profileId: string | null }[]): string[] {
  return attempts.flatMap(({ profileId }) => (profileId === null ? [] : [profileId]));
}

/** What of a task's row a redaction is made of. */
export const redactedBy = {
  id: true,
  callable: true,
  args: true,
  kwargs: true,
  result: true,
  argsRef: true,
  resultRef: true,
  attempts: { select: { profileId: true }, orderBy: { number: 'desc' }, take: 50 },
} as const satisfies Prisma.TaskSelect;

type Redacting = Pick<Context, 'db' | 'keyRing' | 'redaction' | 'storage'>;

const defaultRules = redactionRules();

/** The installation's rules; a context that was given none has the defaults. */
export function rulesOf({ redaction }: Pick<Context, 'redaction'>): RedactionRules {
  return redaction ?? defaultRules;
}

/** For what belongs to no task: by names, addresses and card numbers alone. */
export function plainRedaction(context: Pick<Context, 'redaction'>): Redaction {
  return new Redaction(rulesOf(context));
}

/**
 * By which each of these is shown, in their order. Whatever leaves the database of a task, an attempt or a schedule goes through
 * one of these, whoever asks.
 */
export async function redactionsOf(context: Redacting, calls: readonly RedactedCall[]): Promise<Redaction[]> {
  const rules = rulesOf(context);
  const [names, values] = await Promise.all([
    argumentNames(context.db, calls),
    profileValues(
      context,
      rules,
      calls.flatMap(({ profileIds }) => profileIds),
    ),
  ]);
  const redactions: Redaction[] = [];
  for (const { callable, place, argsRef, resultRef, profileIds, ...payload } of calls) {
    const redaction = new Redaction(rules, names.get(callable));
    const { args, kwargs, result, locked } = openCall(context.keyRing, place, payload);
    // What must not be seen cannot be told: no text is shown at all.
    if (locked) redaction.withhold();
    else {
      redaction.learn('args', args);
      redaction.learn('kwargs', kwargs);
      if (result !== null) redaction.learn('result', result);
    }
    if (argsRef) await learnStored(context, redaction, 'call', argsRef);
    if (resultRef) await learnStored(context, redaction, 'result', resultRef);
    for (const value of profileIds.flatMap((id) => values.get(id) ?? [])) redaction.learnValue(value);
    redactions.push(redaction);
  }
  return redactions;
}

/** The same for one. */
export async function redactionOf(context: Redacting, call: RedactedCall): Promise<Redaction> {
  const [redaction] = await redactionsOf(context, [call]);
  if (!redaction) throw new Error('There is one for each.');
  return redaction;
}

/** The same for a task's row with the columns of `redactedBy`. */
export async function redactionOfTask(
  context: Redacting,
  task: Prisma.TaskGetPayload<{ select: typeof redactedBy }>,
): Promise<Redaction> {
  return redactionOf(context, { ...task, place: taskPlace(task.id), profileIds: profileIdsOf(task.attempts) });
}
