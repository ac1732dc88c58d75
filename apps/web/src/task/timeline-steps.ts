import { type AttemptState, isSnoozed, type TaskState } from '@raydeck/core';
import type { TaskDetail } from '@raydeck/services';

/** One thing that happened to a task, from its columns, its attempts' columns or its events. */
export interface Step {
  key: string;
  at: Date;
  title: string;
  note: string | null;
  state: TaskState | AttemptState | null;
}

/** How many steps are shown: the newest. */
const stepsShown = 60;

/** All that happened, newest first. Reading from the columns costs no event row for an ordinary move. */
export function stepsOf(detail: TaskDetail): Step[] {
  const { task, attempts, events } = detail;
  const steps: Step[] = [
    { key: 'created', at: task.createdAt, title: 'Created', note: `by ${task.createdBy}`, state: null },
    ...attempts.flatMap(attemptSteps),
    ...events.filter(saysMore).map(eventStep),
  ];
  return steps.toSorted((left, right) => right.at.getTime() - left.at.getTime()).slice(0, stepsShown);
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
    { key: `${id} submitted`, at: submittedAt, title: `Attempt ${number} claimed`, note: null, state: 'SUBMITTED' },
  ];
  if (startedAt)
    steps.push({
      key: `${id} started`,
      at: startedAt,
      title: `Attempt ${number} started`,
      note: null,
      state: 'RUNNING',
    });
  const snoozed = isSnoozed({ errorClass });
  if (finishedAt) {
    steps.push({
      key: `${id} ended`,
      at: finishedAt,
      title: `Attempt ${number} ${snoozed ? 'snoozed' : state.toLowerCase()}`,
      note: snoozed ? null : errorClass,
      state: snoozed ? null : state,
    });
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

function eventStep({ id, at, kind, actor, reason }: Event): Step {
  const by = isMachine(actor) ? null : `by ${actor}`;
  const note = [by, reason].filter(Boolean).join(': ') || null;
  return { key: id, at, title: titles[kind] ?? kind, note, state: kind === 'canceled' ? 'CANCELED' : null };
}
