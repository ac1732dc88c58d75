import { type QueueChange, QueueSettings, rowName, settingsProblem } from '@raydeck/services/queue-settings';
import { keepDaysOf } from '../retention/keep-days-of.ts';

type Amount = number | string;

/** The form's fields: an empty one means none, or as the installation says. */
export interface QueueValues {
  name: string;
  concurrencyLimit: Amount;
  keyLimit: Amount;
  maxPending: Amount;
  rateTasks: Amount;
  rateSeconds: Amount;
  runner: string | null;
  allowedRunners: string[];
  profile: string | null;
  allowedProfiles: string[];
  maxAttempts: Amount;
  timeoutSeconds: Amount;
  backoff: string | null;
  delaySeconds: Amount;
  maxDelaySeconds: Amount;
  /** As typed: seconds, one delay after the other. */
  delaysSeconds: string[];
  jitter: string | null;
  retryOn: string[];
  giveUpOn: string[];
  allowedCallables: string[];
  plainCallables: boolean;
  /** Days as typed, or forever. */
  succeededDays: string;
  failedDays: string;
  canceledDays: string;
  reason: string;
}

export function valuesOf(name: string, settings: QueueSettings): QueueValues {
  const { rate, retryPolicy } = settings;
  return {
    name,
    concurrencyLimit: settings.concurrencyLimit ?? '',
    keyLimit: settings.keyLimit ?? '',
    maxPending: settings.maxPending ?? '',
    rateTasks: rate?.tasks ?? '',
    rateSeconds: rate?.seconds ?? '',
    runner: settings.runner,
    allowedRunners: settings.allowedRunners,
    profile: settings.profile,
    allowedProfiles: settings.allowedProfiles,
    maxAttempts: settings.maxAttempts ?? '',
    timeoutSeconds: settings.timeoutSeconds ?? '',
    backoff: retryPolicy?.backoff ?? null,
    delaySeconds: retryPolicy?.delaySeconds ?? '',
    maxDelaySeconds: retryPolicy?.maxDelaySeconds ?? '',
    delaysSeconds: (retryPolicy?.delaysSeconds ?? []).map(String),
    jitter: retryPolicy?.jitter ?? null,
    retryOn: retryPolicy?.retryOn ?? [],
    giveUpOn: retryPolicy?.giveUpOn ?? [],
    allowedCallables: settings.allowedCallables,
    plainCallables: settings.plainCallables,
    succeededDays: String(settings.retention?.succeededDays ?? ''),
    failedDays: String(settings.retention?.failedDays ?? ''),
    canceledDays: String(settings.retention?.canceledDays ?? ''),
    reason: '',
  };
}

/** What the fields say, by the schema that REST and the configuration file use; or the problem of each field. */
export function readValues(
  values: QueueValues,
): { settings: QueueSettings; problems?: undefined } | { settings?: undefined; problems: Record<string, string> } {
  const parsed = QueueSettings.safeParse(rawSettings(values));
  const problems: Record<string, string> = {};
  const isName = rowName.safeParse(values.name);
  if (!isName.success) problems['name'] = sentence(isName.error.issues[0]?.message ?? '');
  for (const issue of parsed.error?.issues ?? []) problems[fieldOf(issue.path)] ??= sentence(issue.message);
  const whole = parsed.success ? settingsProblem(parsed.data) : null;
  if (whole) problems[whole.path] = sentence(whole.problem);
  return parsed.success && Object.keys(problems).length === 0 ? { settings: parsed.data } : { problems };
}

function rawSettings(values: QueueValues): unknown {
  const { rateTasks, rateSeconds } = values;
  return {
    concurrencyLimit: amount(values.concurrencyLimit),
    keyLimit: amount(values.keyLimit),
    rate: rateTasks === '' && rateSeconds === '' ? null : { tasks: amount(rateTasks), seconds: amount(rateSeconds) },
    maxPending: amount(values.maxPending),
    runner: values.runner,
    allowedRunners: values.allowedRunners,
    profile: values.profile,
    allowedProfiles: values.allowedProfiles,
    maxAttempts: amount(values.maxAttempts),
    timeoutSeconds: amount(values.timeoutSeconds),
    retryPolicy: retryPolicyOf(values),
    allowedCallables: values.allowedCallables,
    plainCallables: values.plainCallables,
    retention: retentionOf(values),
  };
}

/** Three empty fields say nothing. */
function retentionOf({ succeededDays, failedDays, canceledDays }: QueueValues): unknown {
  const named = Object.entries({ succeededDays, failedDays, canceledDays }).filter(([, text]) => text.trim() !== '');
  return named.length === 0 ? null : Object.fromEntries(named.map(([name, text]) => [name, keepDaysOf(text)]));
}

/** Without a kind of backoff there is no policy, whatever else was typed; what its kind does not have is not shown either. */
function retryPolicyOf(values: QueueValues): unknown {
  const { backoff, jitter, retryOn, giveUpOn } = values;
  if (backoff === null) return null;
  return {
    backoff,
    ...(backoff === 'listed' ? { delaysSeconds: values.delaysSeconds.map(Number) } : growingDelays(values)),
    ...(jitter !== null && { jitter }),
    ...(retryOn.length > 0 && { retryOn }),
    ...(giveUpOn.length > 0 && { giveUpOn }),
  };
}

function growingDelays({ delaySeconds, maxDelaySeconds }: QueueValues) {
  return {
    ...(delaySeconds !== '' && { delaySeconds: amount(delaySeconds) }),
    ...(maxDelaySeconds !== '' && { maxDelaySeconds: amount(maxDelaySeconds) }),
  };
}

function amount(value: Amount): number | null {
  return value === '' ? null : Number(value);
}

/** The settings that differ: whatever else somebody changed meanwhile stays. */
export function changeOf(before: QueueSettings, after: QueueSettings): QueueChange {
  const names = Object.keys(after) as (keyof QueueSettings)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

const fields: Record<string, keyof QueueValues> = { 'rate.tasks': 'rateTasks', 'rate.seconds': 'rateSeconds' };

/** `rate.seconds`, `retryPolicy.jitter` or `settings.allowedCallables[1]`, from here or from the server, as a field. */
export function fieldOf(path: readonly PropertyKey[] | string): string {
  const text = typeof path === 'string' ? path : path.map(String).join('.');
  const own = text.replace(/^(settings|change)\./, '');
  return fields[own] ?? own.replace(/^(retryPolicy|retention)\./, '').replace(/[.[].*$/, '');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
