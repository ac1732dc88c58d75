import type { Isolation, RunnerName } from '@raydeck/core';

/** The form's fields: empty means "as the queue says". Arguments stay text, so that digits survive. */
export interface EnqueueValues {
  callable: string;
  args: string;
  kwargs: string;
  queue: string;
  priority: number | string;
  /** Of a datetime-local input: without a zone, in the reader's time. */
  runAt: string;
  maxAttempts: number | string;
  timeoutSeconds: number | string;
  concurrencyKey: string;
  /** What was typed for each parameter of a callable that the catalogue knows. */
  parameters: Record<string, string>;
  /** Whether the arguments are what `parameters` say, or what `args` and `kwargs` do. */
  mode: 'fields' | 'json';
  runner: RunnerName | null;
  profile: string | null;
  tags: string[];
  numCpus: number | string;
  numGpus: number | string;
  memoryMib: number | string;
  isolation: Isolation | null;
}

export const emptyValues: EnqueueValues = {
  callable: '',
  args: '[]',
  kwargs: '{}',
  queue: 'default',
  priority: 0,
  runAt: '',
  maxAttempts: '',
  timeoutSeconds: '',
  concurrencyKey: '',
  parameters: {},
  mode: 'fields',
  runner: null,
  profile: null,
  tags: [],
  numCpus: '',
  numGpus: '',
  memoryMib: '',
  isolation: null,
};

export function newTaskOf(values: EnqueueValues) {
  const memoryMib = numberOf(values.memoryMib);
  const resources = {
    numCpus: numberOf(values.numCpus),
    numGpus: numberOf(values.numGpus),
    memoryBytes: memoryMib === undefined ? undefined : memoryMib * 1024 * 1024,
    isolation: values.isolation ?? undefined,
  };
  return {
    callable: values.callable.trim(),
    args: values.args,
    kwargs: values.kwargs,
    queue: values.queue,
    priority: numberOf(values.priority) ?? 0,
    runAt: values.runAt === '' ? undefined : new Date(values.runAt).toISOString(),
    maxAttempts: numberOf(values.maxAttempts),
    timeoutSeconds: numberOf(values.timeoutSeconds),
    runner: values.runner ?? undefined,
    profile: values.profile ?? undefined,
    concurrencyKey: values.concurrencyKey === '' ? undefined : values.concurrencyKey,
    tags: values.tags,
    resources: Object.values(resources).some((wish) => wish !== undefined) ? resources : undefined,
  };
}

function numberOf(value: number | string): number | undefined {
  return value === '' ? undefined : Number(value);
}
