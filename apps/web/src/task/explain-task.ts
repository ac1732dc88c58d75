import { isSnoozed, isTaskFinal, misfitOf } from '@raydeck/core';
import type { ClusterModel } from '@raydeck/db';
import type { Control, QueueSummary, TaskDetail, WorkerSummary } from '@raydeck/services';
import { Snapshot } from '../cluster/snapshot.ts';
import { serves } from '../overview/health.ts';
import { explainLimits } from './explain-limits.ts';

/** Why a task does not run, or what it is doing, in plain words. `at` follows the text as a relative time. */
export interface Explanation {
  tone: 'waiting' | 'running' | 'stuck' | 'ended';
  text: string;
  at: Date | null;
}

export interface Surroundings {
  queue: Pick<QueueSummary, 'paused' | 'pausedBy' | 'pausedReason' | 'pausedAt' | LimitField> | null;
  control: Pick<Control, 'concurrencyLimit' | 'live' | 'paused' | 'pausedBy' | 'pausedReason' | 'pausedAt'> | null;
  workers: readonly WorkerSummary[];
  clusters: readonly Pick<ClusterModel, 'address' | 'reachable' | 'drained' | 'error' | 'reachableAt' | 'snapshot'>[];
  now: number;
  stuckSeconds: number;
}

type LimitField = 'concurrencyLimit' | 'keyLimit' | 'rate' | 'maxPending' | 'live';

/** The first reason that holds; null when there is nothing to explain. */
export function explainTask(detail: TaskDetail, around: Surroundings): Explanation | null {
  const { state } = detail.task;
  if (state === 'BLOCKED') return waiting('It waits for other tasks to end.');
  if (state === 'QUEUED') return explainQueued(detail, around);
  if (state === 'RUNNING') return explainRunning(detail, around);
  if (isTaskFinal(state)) return explainEnd(detail);
  return null;
}

function explainQueued({ task, effective, attempts: [last] }: TaskDetail, around: Surroundings): Explanation {
  const { queue, control, workers, clusters, now } = around;
  if (control?.paused) return stuckByPause('All queues were', control);
  if (queue?.paused) return stuckByPause(`Queue ${task.queue} was`, queue);
  if (task.runAt.getTime() > now) {
    if (last && isSnoozed(last))
      return waiting(`It snoozed at attempt ${last.number}: the next one may start`, task.runAt);
    if (task.failures + task.losses === 0) return waiting('Not due yet: it may start', task.runAt);
    return waiting(`Backing off after attempt ${task.attemptCount}: the next one may start`, task.runAt);
  }
  const live = workers.filter((worker) => worker.isLive);
  if (live.length === 0) return stuck('It is due, but no worker is alive. Due', task.runAt);
  const serving = live.filter((worker) => serves(worker, task.queue));
  if (serving.length === 0) return stuck(`It is due, but no live worker serves queue ${task.queue}. Due`, task.runAt);
  const runner = effective.runner.value;
  const able = serving.filter((worker) => worker.runners.includes(runner));
  if (able.length === 0)
    return stuck(`It is due, but no live worker of queue ${task.queue} has runner ${runner}. Due`, task.runAt);
  const away = clusters.filter((cluster) => !cluster.reachable);
  const isCutOff = (worker: WorkerSummary) => away.some((cluster) => cluster.address === worker.rayAddress);
  if (runner === 'ray_job' && able.every(isCutOff)) return stuck('It is due, but Ray does not answer. Due', task.runAt);
  const drained = clusters.filter((cluster) => cluster.drained);
  const isDrained = (worker: WorkerSummary) => drained.some((cluster) => cluster.address === worker.rayAddress);
  if (runner !== 'local' && able.every(isDrained))
    return stuck('It is due, but its cluster is drained: nothing new starts there. Due', task.runAt);
  const limit = explainLimits(task, queue, control);
  if (limit) return waiting(`It is due. ${limit} Due`, task.runAt);
  if (able.every((worker) => worker.held.count >= worker.concurrency)) {
    return waiting('It is due and waits for a place: each worker that could take it is full. Due', task.runAt);
  }
  return waiting('It is due: the next look of a worker takes it. Due', task.runAt);
}

function explainRunning(
  { task, attempts }: TaskDetail,
  { workers, clusters, now, stuckSeconds }: Surroundings,
): Explanation | null {
  const attempt = attempts[0];
  if (task.cancelRequestedAt) {
    return waiting(
      'Cancel was asked; it ends as soon as its execution is known to be over. Asked',
      task.cancelRequestedAt,
    );
  }
  if (!attempt) return null;
  const owner = workers.find((worker) => worker.id === attempt.workerId);
  if (!owner?.isLive)
    return stuck(
      'Its worker is gone; another one will adopt the execution, which goes on. Claimed',
      attempt.submittedAt,
    );
  if (attempt.state === 'SUBMITTED') {
    const submitted = `Attempt ${attempt.number} is submitted.`;
    if (attempt.runner !== 'ray_job') return waiting(`${submitted} It is starting. Submitted`, attempt.submittedAt);
    const cluster = clusters.find(({ address }) => address === attempt.rayAddress);
    const nodes = Snapshot.safeParse(cluster?.snapshot).data?.nodes;
    const misfit = nodes ? misfitOf(task.resources ?? {}, nodes) : null;
    if (misfit?.kind === 'impossible')
      return stuck(`${submitted} No node of the cluster can hold it. ${misfit.text} Submitted`, attempt.submittedAt);
    const place = misfit?.text ?? 'Ray has not started it yet: it waits for a node or sets up its environment.';
    return waiting(`${submitted} ${place} Submitted`, attempt.submittedAt);
  }
  const seen = attempt.lastHeartbeatAt ?? attempt.startedAt;
  if (seen && now - seen.getTime() > stuckSeconds * 500) {
    return stuck(`The execution is silent; after ${stuckSeconds} s it is stopped and judged. Last sign of life`, seen);
  }
  return { tone: 'running', text: `Attempt ${attempt.number} runs. Last sign of life`, at: seen };
}

function explainEnd({ task, events, attempts }: TaskDetail): Explanation | null {
  const last = attempts[0];
  if (task.state === 'CANCELED') {
    // Who asked says more than what then ended the execution.
    const event =
      events.find(({ kind }) => kind === 'cancel_requested') ?? events.find(({ kind }) => kind === 'canceled');
    const reason = event?.reason ? `: “${event.reason}”` : '';
    return { tone: 'ended', text: `Canceled by ${event?.actor ?? 'somebody'}${reason}.`, at: null };
  }
  if (task.state !== 'FAILED') return null;
  if (events[0]?.kind === 'expired') return { tone: 'ended', text: 'It did not start before its expiry.', at: null };
  if (!last) return null;
  const givenUp = events.find(({ kind, attemptId }) => kind === 'given_up' && attemptId === last.id);
  if (givenUp)
    return { tone: 'ended', text: `It failed and was not retried: ${givenUp.reason ?? 'it gave up'}.`, at: null };
  const count = task.attemptCount === 1 ? 'its only attempt' : `${task.attemptCount} attempts`;
  return { tone: 'ended', text: `It failed after ${count}; a retry starts afresh with the same arguments.`, at: null };
}

function stuckByPause(
  what: string,
  { pausedBy, pausedReason, pausedAt }: { pausedBy: string | null; pausedReason: string | null; pausedAt: Date | null },
): Explanation {
  const reason = pausedReason ? `: “${pausedReason}”` : '';
  return stuck(`${what} paused by ${pausedBy ?? 'somebody'}${reason}.`, pausedAt);
}

function waiting(text: string, at: Date | null = null): Explanation {
  return { tone: 'waiting', text, at };
}

function stuck(text: string, at: Date | null = null): Explanation {
  return { tone: 'stuck', text, at };
}
