import { aboutAttempt, executionPlace, formatTraceparent, RaydeckError } from '@raydeck/core';
import { attemptPayload, attemptStanding, type EarlierAttempt, startAttempt as gate } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';
import { handArguments } from './hand-arguments.ts';
import { openProfile } from './open-profile.ts';
import { effectiveOf } from './effective-of.ts';

export interface StartRequest {
  attemptId: string;
  executionId: string;
  rayNodeId: string | null;
  pod: string | null;
}

/** What the execution needs to run; `args` and `kwargs` are JSON text, or null when both are to be fetched. */
export interface StartedAttempt {
  attemptId: string;
  attemptNumber: number;
  maxAttempts: number;
  /** Failures so far that count against `maxAttempts`. */
  failures: number;
  taskId: string;
  queue: string;
  callable: string;
  args: string | null;
  kwargs: string | null;
  argumentsStored: { sizeBytes: number; sha256: string } | null;
  priority: number;
  tags: string[];
  /** Times have microseconds, as the database knows them. */
  enqueuedAt: string;
  startedAt: string | null;
  workerId: string;
  /** Oldest first. */
  earlierAttempts: EarlierAttempt[];
  plainCallables: boolean;
  /** The profile's secrets. For the execution's own memory and nothing else. */
  env: Readonly<Record<string, string>>;
  djangoSettingsModule: string | null;
  /** What is known of the set-up of the execution's environment. */
  setupLog: string | null;
  /** What is left of the task's timeout; null without one. */
  deadlineSeconds: number | null;
  /** Under which span user code runs; null without a trace. */
  traceparent: string | null;
  /** Of the cluster it was sent to; null without one. */
  rayVersion: string | null;
}

/**
 * The start gate. Moves the attempt SUBMITTED → RUNNING, once, and hands out the payload; the same executionId gets the
 * same answer again. Throws CONFLICT when the attempt is another execution's, judged, or its task's cancel was requested;
 * UNAVAILABLE, with the gate still shut, when this worker cannot open the arguments or the profile's secrets: another one may.
 */
export async function startAttempt(context: AttemptContext, request: StartRequest): Promise<StartedAttempt> {
  const { attemptId, executionId } = request;
  const [payload] = await context.db.run(attemptPayload, [attemptId]);
  if (!payload) throw new RaydeckError('CONFLICT', 'The attempt is gone.');
  const { taskId, profileId, args, kwargs, argsRef, ...handed } = payload;
  const call = handArguments(context, taskId, { args, kwargs, argsRef });
  const fromProfile = await openProfile(context, profileId);
  const opened = await context.db.run(gate, [attemptId, executionId, request.rayNodeId, request.pod]);
  const [standing] = await context.db.run(attemptStanding, [attemptId]);
  if (!standing || standing.state !== 'RUNNING' || standing.executionId !== executionId) {
    throw new RaydeckError('CONFLICT', `The attempt is ${standing?.state ?? 'gone'}: it does not start here.`);
  }
  if (opened.length === 1) {
    context.emit({ type: 'attempt.started', ...aboutAttempt(standing), nodeId: request.rayNodeId });
    context.notifier.changed(standing.taskId);
  }
  const effective = effectiveOf(standing, context.defaults);
  return {
    attemptId,
    attemptNumber: standing.number,
    maxAttempts: effective.maxAttempts.value,
    failures: standing.failures,
    taskId: standing.taskId,
    queue: standing.queue,
    callable: standing.callable,
    ...call,
    ...handed,
    ...fromProfile,
    startedAt: standing.startedAt,
    plainCallables: standing.queueSettings.plainCallables,
    traceparent: context.isTracing ? formatTraceparent(executionPlace(standing, attemptId)) : standing.traceparent,
    deadlineSeconds: secondsLeft(effective.timeoutSeconds.value, standing.startedAgeMs),
  };
}

function secondsLeft(timeoutSeconds: number | null, startedAgeMs: number | null): number | null {
  return timeoutSeconds === null ? null : Math.max(0, timeoutSeconds - (startedAgeMs ?? 0) / 1000);
}
