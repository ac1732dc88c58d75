import { type AttemptFact, type Defaults, effectiveSettings, type ExplainFacts, type QueueFacts } from '@raydeck/core';
import { resourcesOf, wishesOf } from '../tasks/task-wishes.ts';
import type { ReadFacts } from './read-facts.ts';
import type { TaskRow } from './task-facts.ts';

/** What the installation itself says. */
export interface InstallationSettings {
  defaults: Defaults;
  /** An execution that says nothing for so long is stopped and judged. */
  stuckSeconds: number;
}

/** The rows in the words of the explanation. */
export function factsOf(read: ReadFacts, { defaults, stuckSeconds }: InstallationSettings): ExplainFacts {
  const { task, queue: row, workers, clusters, events } = read;
  const isThere = row.name !== null;
  const { runner, maxAttempts, timeoutSeconds } = effectiveSettings(
    wishesOf(task),
    wishesOf(isThere ? row : null),
    defaults,
  );
  return {
    now: task.now,
    task: {
      ...task,
      runner: runner.value,
      maxAttempts: maxAttempts.value,
      timeoutSeconds: timeoutSeconds.value,
      resources: resourcesOf(task.resources) ?? {},
    },
    queue: isThere ? queueOf(read) : null,
    control: {
      paused: row.allPaused,
      pausedBy: row.allPausedBy,
      pausedReason: row.allPausedReason,
      pausedAt: row.allPausedAt,
      concurrencyLimit: row.allLimit,
      live: row.allLive,
    },
    workers,
    clusters,
    attempt: attemptOf(task),
    events,
    stuckSeconds,
  };
}

function queueOf({ queue, holders, ahead }: ReadFacts): QueueFacts {
  const { rateTasks, rateSeconds } = queue;
  const rate = rateTasks === null || rateSeconds === null ? null : { tasks: rateTasks, seconds: rateSeconds };
  return { ...queue, rate, holders, ahead };
}

function attemptOf(task: TaskRow): AttemptFact | null {
  if (task.attemptId === null) return null;
  const lines = task.setupTail?.split('\n').filter((line) => line.trim() !== '') ?? [];
  return {
    id: task.attemptId,
    number: task.attemptCount,
    state: task.attemptState,
    runner: task.attemptRunner,
    workerId: task.workerId,
    rayAddress: task.rayAddress,
    raySession: task.raySession,
    submittedAt: task.submittedAt,
    startedAt: task.attemptStartedAt,
    finishedAt: task.attemptFinishedAt,
    releasedAt: task.releasedAt,
    lastHeartbeatAt: task.lastHeartbeatAt,
    errorClass: task.errorClass,
    exitCode: task.exitCode,
    hasSetupLog: lines.length > 0,
    setupLine: lines.at(-1) ?? null,
  };
}
