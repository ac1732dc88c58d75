import { runnerNames } from '@raydeck/core';
import { z } from 'zod';
import { QueueRetention } from '../retention/retention-settings.ts';
import { RetrySettings } from './retry-settings.ts';
import { between, oneOf, whole } from './setting-rules.ts';

// No import of the database here: the console's form checks by these schemas in the browser.

const runner = oneOf(runnerNames);

/** The table's own rule for the names of queues and profiles. */
export const rowName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/,
    'must have 1 to 100 letters, digits and _.-, the first a letter or a digit',
  );

const callablePrefix = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)*$/, 'must be a dotted path such as "shop.tasks"');

const RateSettings = z
  .strictObject({ tasks: whole(1, 1_000_000), seconds: between(0.1, 86_400) })
  .meta({ id: 'Rate', description: 'At most so many starts in so many seconds: a bucket of `tasks`, filled evenly.' });

const limit = whole(1, 100_000).nullable();

/** All that can be set on a queue. Null: no limit, or as the installation says. */
export const QueueSettings = z.strictObject({
  concurrencyLimit: limit.meta({ description: 'Executions at once.' }),
  keyLimit: limit.meta({ description: 'Executions at once for each concurrencyKey.' }),
  rate: RateSettings.nullable(),
  maxPending: limit.meta({ description: 'Attempts that are submitted and have not started.' }),
  runner: runner.nullable(),
  allowedRunners: z
    .array(runner)
    .max(runnerNames.length)
    .meta({ description: 'Empty: all. Else `runner` is one of them.' }),
  profile: rowName.nullable().meta({ description: 'The current version of this profile.' }),
  allowedProfiles: z
    .array(z.union([z.literal('*'), rowName]))
    .max(100)
    .meta({ description: 'What tasks may name besides `profile`; `*`: any.' }),
  maxAttempts: whole(1, 100).nullable(),
  timeoutSeconds: whole(1, 999_999_999).nullable(),
  retryPolicy: RetrySettings.nullable(),
  allowedCallables: z.array(callablePrefix).max(100).meta({ description: 'Dotted prefixes. Empty: all.' }),
  plainCallables: z
    .boolean()
    .meta({ description: 'Whether plain functions run, besides `@raydeck.task` and Django tasks.' }),
  retention: QueueRetention.nullable(),
});
export type QueueSettings = z.infer<typeof QueueSettings>;

/** Any of the settings; the others stay as they are. */
export const QueueChange = QueueSettings.partial();
export type QueueChange = z.infer<typeof QueueChange>;

/** What a queue says that nobody told anything. */
export const emptyQueue: QueueSettings = {
  concurrencyLimit: null,
  keyLimit: null,
  rate: null,
  maxPending: null,
  runner: null,
  allowedRunners: [],
  profile: null,
  allowedProfiles: [],
  maxAttempts: null,
  timeoutSeconds: null,
  retryPolicy: null,
  allowedCallables: [],
  plainCallables: false,
  retention: null,
};

/** What is wrong with the settings as a whole; null when nothing is. */
export function settingsProblem({
  runner: own,
  allowedRunners,
}: QueueSettings): { path: string; problem: string } | null {
  if (new Set(allowedRunners).size < allowedRunners.length)
    return { path: 'allowedRunners', problem: 'names one twice' };
  if (allowedRunners.length === 0 || (own !== null && allowedRunners.includes(own))) return null;
  return {
    path: 'runner',
    problem: `must be one of allowedRunners (${allowedRunners.join(', ')}): the worker's own might not`,
  };
}

/** The settings with what the change names. */
export function withChange(settings: QueueSettings, change: QueueChange): QueueSettings {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  return QueueSettings.parse({ ...settings, ...Object.fromEntries(named) });
}
