import { aboutAttempt, type Ending, type NextStep, nextStep, type TaskEventKind, type TaskState } from '@raydeck/core';
import { type FinishInput, finishAttempts, type StandingRow } from '@raydeck/db';
import { sealPayload, taskPlace } from '../secrets/sealed-payload.ts';
import type { AttemptContext } from './attempt-context.ts';
import { effectiveOf } from './effective-of.ts';
import { resultRing } from './result-ring.ts';

/** Who ends the attempt: the execution that reports, or the owner that judges what it knows to be in `expectedState`. */
export type Authority =
  | { by: 'execution'; executionId: string; digest: string }
  | { by: 'judge'; workerId: string; expectedState: 'SUBMITTED' | 'RUNNING' };

/** What an execution says of itself at its end. */
export interface Traces {
  logTail: string | null;
  logBytes: number | null;
  peakMemoryBytes: number | null;
  cpuSeconds: number | null;
  progress: unknown;
}

const noTraces: Traces = { logTail: null, logBytes: null, peakMemoryBytes: null, cpuSeconds: null, progress: null };

/** What a step writes on the timeline; an ordinary end is seen from the columns. */
const eventKinds: Record<NextStep['move'], TaskEventKind | null> = {
  end: null,
  give_up: 'given_up',
  retry: 'retry_scheduled',
  snooze: 'snoozed',
};

/** Applies an ending: attempt final, task final or queued again. Null when the attempt had moved before. */
export async function finish(
  context: AttemptContext,
  standing: StandingRow,
  ending: Ending,
  authority: Authority,
  traces: Traces = noTraces,
): Promise<{ taskState: TaskState } | null> {
  const input = finishInput(context, standing, ending, authority, traces);
  const startedAt = performance.now();
  const [row] = await context.db.run(finishAttempts, [JSON.stringify([input])]);
  if (!row) return null;
  const taskState = row.taskState as TaskState;
  context.emit({
    type: 'attempt.finished',
    ...aboutAttempt(standing),
    number: standing.number,
    state: ending.state,
    taskState,
    callable: row.callable,
    runner: row.runner,
    runMs: row.runMs === null ? null : Math.round(row.runMs),
    latencyMs: Math.round(row.latencyMs),
    commitMs: Math.round(performance.now() - startedAt),
    errorClass: ending.error?.class ?? null,
    retryDelayMs: taskState === 'QUEUED' ? input.retryDelayMs : null,
    submittedAtMs: row.submittedAtMs,
    finishedAtMs: row.finishedAtMs,
  });
  context.notifier.changed(standing.taskId);
  return { taskState };
}

/** Kept as the task's arguments are. */
function resultOf(context: AttemptContext, standing: StandingRow, { result }: Ending): string | null {
  if (result === null) return null;
  const ring = resultRing(context, standing);
  return ring ? sealPayload(ring, taskPlace(standing.taskId), 'result', result) : result;
}

function finishInput(
  context: AttemptContext,
  standing: StandingRow,
  ending: Ending,
  authority: Authority,
  traces: Traces,
): FinishInput {
  const { maxAttempts, retryPolicy } = effectiveOf(standing, context.defaults);
  const budget = { failures: standing.failures, losses: standing.losses, snoozes: standing.snoozes };
  const step = nextStep(
    ending,
    { ...budget, maxAttempts: maxAttempts.value, retryPolicy: retryPolicy.value },
    context.random(),
  );
  const isJudge = authority.by === 'judge';
  return {
    attemptId: standing.attemptId,
    executionId: isJudge ? null : authority.executionId,
    judgeId: isJudge ? authority.workerId : null,
    expectedState: isJudge ? authority.expectedState : null,
    state: ending.state,
    taskState: 'state' in step ? step.state : 'QUEUED',
    retryDelayMs: 'delayMs' in step ? step.delayMs : null,
    eventKind: eventKinds[step.move],
    failures: ending.budget === 'failure' ? 1 : 0,
    losses: ending.budget === 'loss' ? 1 : 0,
    snoozes: ending.budget === 'snooze' ? 1 : 0,
    result: resultOf(context, standing, ending),
    resultRef: ending.resultRef ?? null,
    errorClass: ending.error?.class ?? null,
    errorMessage: ending.error?.message ?? null,
    traceback: ending.error?.traceback ?? null,
    exitCode: ending.exitCode,
    outcomeDigest: isJudge ? null : authority.digest,
    ...traces,
    reason: ending.error && ending.state !== 'CANCELED' ? `${ending.error.class}, ${step.reason}` : step.reason,
    actor: isJudge ? `worker:${authority.workerId}` : `execution:${authority.executionId}`,
  };
}
