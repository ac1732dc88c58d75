import type { CatchUp, Isolation, Overlap, RunnerName } from '@raydeck/core';
import type { Schedule, ScheduledTask } from '@raydeck/services';

/** The form's fields: empty means what the queue says. Arguments stay text, so that digits survive. */
export interface ScheduleValues {
  name: string;
  description: string;
  cron: string;
  timeZone: string;
  catchUp: CatchUp;
  overlap: Overlap;
  callable: string;
  args: string;
  kwargs: string;
  queue: string;
  priority: number | string;
  maxAttempts: number | string;
  timeoutSeconds: number | string;
  runner: RunnerName | null;
  profile: string | null;
  concurrencyKey: string;
  tags: string[];
  numCpus: number | string;
  numGpus: number | string;
  memoryMib: number | string;
  isolation: Isolation | null;
  reason: string;
}

export const emptySchedule: ScheduleValues = {
  name: '',
  description: '',
  cron: '0 3 * * *',
  timeZone: 'UTC',
  catchUp: 'last',
  overlap: 'skip',
  callable: '',
  args: '[]',
  kwargs: '{}',
  queue: 'default',
  priority: '',
  maxAttempts: '',
  timeoutSeconds: '',
  runner: null,
  profile: null,
  concurrencyKey: '',
  tags: [],
  numCpus: '',
  numGpus: '',
  memoryMib: '',
  isolation: null,
  reason: '',
};

const mib = 1024 * 1024;

/** A schedule as the form shows it. Arguments that may not be seen are empty. */
export function valuesOf({ name, description, cron, timeZone, catchUp, overlap, task }: Schedule): ScheduleValues {
  const { args, kwargs, resources } = task;
  return {
    ...emptySchedule,
    name,
    cron,
    timeZone,
    catchUp,
    overlap,
    description: description ?? '',
    callable: task.callable,
    args: args.kind === 'text' ? args.text : '',
    kwargs: kwargs.kind === 'text' ? kwargs.text : '',
    queue: task.queue,
    priority: task.priority ?? '',
    maxAttempts: task.maxAttempts ?? '',
    timeoutSeconds: task.timeoutSeconds ?? '',
    runner: task.runner ?? null,
    profile: task.profile ?? null,
    concurrencyKey: task.concurrencyKey ?? '',
    tags: task.tags ?? [],
    numCpus: resources?.numCpus ?? '',
    numGpus: resources?.numGpus ?? '',
    memoryMib: resources?.memoryBytes === undefined ? '' : resources.memoryBytes / mib,
    isolation: resources?.isolation ?? null,
  };
}

/** What the form says of time and manner; all of it is sent. */
export function timingOf({ description, cron, timeZone, catchUp, overlap }: ScheduleValues) {
  return { cron: cron.trim(), timeZone: timeZone.trim(), catchUp, overlap, description: description.trim() || null };
}

/** The task that the form describes. What it has no field for stays as it was: retry policy, custom resources, labels. */
export function taskOf(values: ScheduleValues, before: Schedule['task'] | null): ScheduledTask {
  const memoryMib = numberOf(values.memoryMib);
  const { custom, labelSelector } = before?.resources ?? {};
  const resources = withoutUndefined({
    numCpus: numberOf(values.numCpus),
    numGpus: numberOf(values.numGpus),
    memoryBytes: memoryMib === undefined ? undefined : memoryMib * mib,
    custom,
    labelSelector,
    isolation: values.isolation ?? undefined,
  });
  return {
    callable: values.callable.trim(),
    args: values.args,
    kwargs: values.kwargs,
    queue: values.queue,
    ...withoutUndefined({
      priority: numberOf(values.priority),
      maxAttempts: numberOf(values.maxAttempts),
      timeoutSeconds: numberOf(values.timeoutSeconds),
      runner: values.runner ?? undefined,
      profile: values.profile ?? undefined,
      concurrencyKey: values.concurrencyKey || undefined,
      tags: values.tags.length > 0 ? values.tags : undefined,
      resources: Object.keys(resources).length > 0 ? resources : undefined,
      retry: before?.retry,
    }),
  };
}

function numberOf(value: number | string): number | undefined {
  return value === '' ? undefined : Number(value);
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** The field that shows what is wrong at this path of a schedule. */
export function fieldOf(path: string): string {
  const [root = '', field = '', part = ''] = path.replace(/^(settings|change)\./, '').split(/[.[]/);
  if (root !== 'task') return root;
  if (field !== 'resources') return field;
  return part === 'memoryBytes' ? 'memoryMib' : part;
}
