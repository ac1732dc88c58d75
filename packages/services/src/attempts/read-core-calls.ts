import { type ClaimedCall, executionPlace, formatTraceparent } from '@raydeck/core';
import { type CoreCallRow, coreCalls } from '@raydeck/db';
import type { AttemptContext } from './attempt-context.ts';
import { handArguments } from './hand-arguments.ts';
import { openProfile } from './open-profile.ts';

/** What an actor runs: field for field the gate's answer (docs/attempt-api.md), but for what all tasks of a lane share. */
export interface CoreCall {
  attemptId: string;
  attemptNumber: number;
  maxAttempts: number;
  failures: number;
  taskId: string;
  queue: string;
  callable: string;
  args: string | null;
  kwargs: string | null;
  argumentsStored: { sizeBytes: number; sha256: string } | null;
  idempotencyKey: string;
  priority: number;
  tags: string[];
  enqueuedAt: string;
  workerId: string;
  earlierAttempts: CoreCallRow['earlierAttempts'];
  plainCallables: boolean;
  env: Readonly<Record<string, string>>;
  djangoSettingsModule: string | null;
  traceparent: string | null;
}

/** `isDoubtful`: a gateway that may have begun it has ended since. */
export interface ReadCall {
  call: CoreCall;
  isDoubtful: boolean;
}

/**
 * The calls of this worker's attempts that have not started; what has moved is left out. What a claim has just brought is not read
 * again: until it is handed over, whoever moves it goes by this worker, or takes it over and has the gateways refuse it. Throws
 * UNAVAILABLE when arguments or a profile's secrets cannot be opened here.
 */
export async function readCoreCalls(
  context: AttemptContext,
  workerId: string,
  wanted: readonly { attemptId: string; claimed: ClaimedCall | null }[],
): Promise<ReadCall[]> {
  const claimed = wanted.flatMap((one) => (one.claimed === null ? [] : [first(one.claimed)]));
  const absent = wanted.filter((one) => one.claimed === null).map(({ attemptId }) => attemptId);
  const rows = absent.length === 0 ? [] : await context.db.run(coreCalls, [absent, workerId]);
  return Promise.all([...claimed, ...rows].map((row) => callOf(context, workerId, row)));
}

function first(call: ClaimedCall): CoreCallRow {
  return { ...call, earlierAttempts: [], isDoubtful: false };
}

async function callOf(context: AttemptContext, workerId: string, row: CoreCallRow): Promise<ReadCall> {
  const { attemptId, taskId, number, queue, callable, failures, priority, tags, enqueuedAt, earlierAttempts } = row;
  const traceparent = context.isTracing ? formatTraceparent(executionPlace(row, attemptId)) : row.traceparent;
  const call: CoreCall = {
    attemptId,
    attemptNumber: number,
    maxAttempts: row.taskMaxAttempts ?? row.queueMaxAttempts ?? context.defaults.maxAttempts,
    failures,
    taskId,
    queue,
    callable,
    ...handArguments(context, taskId, row),
    idempotencyKey: taskId,
    priority,
    tags,
    enqueuedAt,
    workerId,
    earlierAttempts,
    plainCallables: row.plainCallables,
    ...(await openProfile(context, row.profileId)),
    traceparent,
  };
  return { call, isDoubtful: row.isDoubtful };
}
