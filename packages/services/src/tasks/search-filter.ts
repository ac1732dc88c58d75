import {
  type AttemptState,
  attemptStates,
  parseMoment,
  type Qualifier,
  type RunnerName,
  runnerNames,
  type Search,
  type TaskState,
  taskStates,
} from '@raydeck/core';
import { TaskFilter } from './task-filter.ts';

export interface SearchedTasks {
  filter: TaskFilter;
  /** Why terms were left out, in sentences for the person who wrote them. */
  problems: string[];
}

type Reading = (value: string, now: number) => TaskFilter | null;

/** What each qualifier's value means; null where it means nothing. */
const readings: Record<Qualifier, Reading> = {
  state: (value) => given('state', oneOf<TaskState>(taskStates, value)),
  queue: (queue) => ({ queue }),
  callable: (callable) => ({ callable }),
  tag: (tag) => ({ tag }),
  runner: (value) => given('runner', oneOf<RunnerName>(runnerNames, value)),
  profile: (profile) => ({ profile }),
  worker: (worker) => ({ worker }),
  error: (errorClass) => ({ errorClass }),
  node: (node) => ({ node }),
  attempt: (value) => given('attemptState', oneOf<AttemptState>(attemptStates, value)),
  by: (createdBy) => ({ createdBy }),
  job: (rayJob) => ({ rayJob }),
  after: (value, now) => given('createdAfter', parseMoment(value, now)),
  before: (value, now) => given('createdBefore', parseMoment(value, now)),
  'finished-after': (value, now) => given('finishedAfter', parseMoment(value, now)),
  'finished-before': (value, now) => given('finishedBefore', parseMoment(value, now)),
};

/** The filter that a line of terms and words means at a moment. What cannot mean anything is left out, and said. */
export function searchFilter({ terms, text }: Search, now: number): SearchedTasks {
  const found: SearchedTasks = { filter: {}, problems: [] };
  for (const [name, read] of Object.entries(readings)) {
    const value = terms[name as Qualifier];
    if (value === undefined) continue;
    const parsed = TaskFilter.safeParse(read(value, now));
    if (parsed.success) Object.assign(found.filter, parsed.data);
    else found.problems.push(`“${name}:${value}” is left out: ${expected[name as Qualifier] ?? 'it is too long'}.`);
  }
  if (text !== null) {
    const parsed = TaskFilter.safeParse({ text });
    if (parsed.success) Object.assign(found.filter, parsed.data);
    else found.problems.push('The words are left out: they are too long.');
  }
  return found;
}

const moment = 'a time is 15m, 2h or 7d ago, 2026-11-28, or 2026-11-28T14:05';
const expected: Partial<Record<Qualifier, string>> = {
  state: `a state is one of ${words(taskStates)}`,
  attempt: `an attempt’s state is one of ${words(attemptStates)}`,
  runner: `a runner is one of ${words(runnerNames)}`,
  after: moment,
  before: moment,
  'finished-after': moment,
  'finished-before': moment,
};

function words(values: readonly string[]): string {
  return values.map((value) => value.toLowerCase()).join(', ');
}

function oneOf<Value extends string>(values: readonly Value[], text: string): Value | null {
  return values.find((value) => value.toLowerCase() === text.toLowerCase()) ?? null;
}

function given<Name extends keyof TaskFilter>(name: Name, value: TaskFilter[Name] | null): TaskFilter | null {
  return value === null ? null : { [name]: value };
}
