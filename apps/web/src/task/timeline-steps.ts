import { type AttemptState, isSnoozed, type TaskState } from '@raydeck/core';
import type { TaskDetail } from '@raydeck/services';
import { z } from 'zod';

/** One thing that happened to a task, from its columns, its attempts' columns or its events. */
export interface Step {
  key: string;
  at: Date;
  title: string;
  note: string | null;
  state: TaskState | AttemptState | null;
  /** What no ordinary run has: it deserves a look. */
  isUnusual: boolean;
  /** The task that it led to. */
  leadsTo: string | null;
}

/** How many steps are shown: the newest. */
const stepsShown = 60;

/** All that happened, newest first. Reading from the columns costs no event row for an ordinary move. */
export function stepsOf(detail: TaskDetail): Step[] {
  const { task, attempts, events, workerNames } = detail;
  const numbers = new Map(attempts.map(({ id, number }) => [id, number]));
  // Of one moment, an event comes after what the columns say: it tells what came of it.
  const steps: Step[] = [
    ...events.filter(saysMore).map((event) => eventStep(event, numbers, workerNames)),
    ...attempts.flatMap(attemptSteps),
    step({ key: 'created', at: task.createdAt, title: 'Created', note: `by ${task.createdBy}` }),
  ];
  return steps.toSorted((left, right) => right.at.getTime() - left.at.getTime()).slice(0, stepsShown);
}

function step(given: Pick<Step, 'key' | 'at' | 'title'> & Partial<Step>): Step {
  return { note: null, state: null, isUnusual: false, leadsTo: null, ...given };
}

function attemptSteps({
  id,
  number,
  submittedAt,
  startedAt,
  finishedAt,
  state,
  errorClass,
}: TaskDetail['attempts'][number]): Step[] {
  const steps: Step[] = [
    step({ key: `${id} submitted`, at: submittedAt, title: `Attempt ${number} claimed`, state: 'SUBMITTED' }),
  ];
  if (startedAt)
    steps.push(step({ key: `${id} started`, at: startedAt, title: `Attempt ${number} started`, state: 'RUNNING' }));
  const snoozed = isSnoozed({ errorClass });
  if (finishedAt) {
    steps.push(
      step({
        key: `${id} ended`,
        at: finishedAt,
        title: `Attempt ${number} ${snoozed ? 'snoozed' : state.toLowerCase()}`,
        note: snoozed ? null : errorClass,
        state: snoozed ? null : state,
        isUnusual: state === 'LOST',
      }),
    );
  }
  return steps;
}

const titles: Record<string, string> = {
  retry_scheduled: 'Retry scheduled',
  snoozed: 'Snoozed',
  given_up: 'Not retried',
  retried_by_hand: 'Retried by hand',
  retried_with_changes: 'Retried with changes',
  edited: 'Edited',
  cancel_requested: 'Cancel asked',
  canceled: 'Canceled',
  adopted: 'Adopted by another worker',
  late_outcome_refused: 'Late outcome refused',
  repaired: 'Repaired',
  orphan_stopped: 'Left-over execution stopped',
  judged: 'Judged',
  expired: 'Expired',
  pinned: 'Pinned',
  unpinned: 'Unpinned',
};

type Event = TaskDetail['events'][number];

/** Workers and executions act for Raydeck; their ids say nothing to people. */
function isMachine(actor: string): boolean {
  return actor === 'raydeck' || /^(worker|execution):/.test(actor);
}

/** That a canceled attempt ended its task is seen from the attempt. */
function saysMore({ kind, actor, attemptId }: Event): boolean {
  return !(kind === 'canceled' && attemptId !== null && isMachine(actor));
}

const unusual = new Set(['adopted', 'late_outcome_refused', 'repaired', 'orphan_stopped', 'judged']);

function eventStep(
  { id, at, kind, actor, reason, attemptId, data }: Event,
  numbers: ReadonlyMap<string, number>,
  workerNames: Readonly<Record<string, string>>,
): Step {
  const by = isMachine(actor) ? null : `by ${actor}`;
  const number = attemptId === null ? undefined : numbers.get(attemptId);
  const about = unusual.has(kind) && number !== undefined ? `attempt ${number}` : null;
  const words = [by, about, workersOf(actor, data, workerNames), differencesOf(data), reason];
  return step({
    key: id,
    at,
    title: titles[kind] ?? kind,
    note: words.filter(Boolean).join(': ') || null,
    state: kind === 'canceled' ? 'CANCELED' : null,
    isUnusual: unusual.has(kind),
    leadsTo: z.object({ retriedAs: z.guid() }).safeParse(data).data?.retriedAs ?? null,
  });
}

/** `from deck-1 to deck-2` of an adoption, as far as they are known by name. */
function workersOf(actor: string, data: unknown, names: Readonly<Record<string, string>>): string | null {
  const from = z.object({ from: z.string() }).safeParse(data).data?.from;
  if (from === undefined) return null;
  return `from ${names[from] ?? 'a worker that is gone'} to ${names[actor.replace('worker:', '')] ?? 'another'}`;
}

const Differences = z.object({
  before: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  after: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

/** `priority 0 → 5` of an edit. */
function differencesOf(data: unknown): string | null {
  const { data: edit } = Differences.safeParse(data);
  if (!edit) return null;
  const words = (value: string | number | null | undefined): string => String(value ?? 'none');
  return Object.keys(edit.after)
    .map((name) => `${name} ${words(edit.before[name])} → ${words(edit.after[name])}`)
    .join(', ');
}
