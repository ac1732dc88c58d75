import { randomUUID } from 'node:crypto';
import type { DomainEvent, ReportedOutcome } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { claim, enqueue, newWorker } from '@raydeck/testing';
import { testKeyRing } from '../profiles/profile.fixture.ts';
import { createProfileVersions } from '../profiles/profile-versions.ts';
import { storageOf } from '../context.ts';
import { contextOf } from '../reading/fixtures.ts';
import type { OutcomeReport } from './accept-outcome.ts';
import type { AttemptContext } from './attempt-context.ts';
import { startAttempt } from './start-attempt.ts';

const testLimits = { inlineResultBytes: 262_144, resultBytes: 10_000_000, logBytes: 100_000 };

/** For tests only: what a worker's verbs get, with the events that they tell; jitter is drawn at its middle. */
export function attemptContext(db: Database): AttemptContext & { events: DomainEvent[] } {
  const events: DomainEvent[] = [];
  const profiles = createProfileVersions(db);
  const context = contextOf(db);
  return {
    ...context,
    profiles,
    keyRing: testKeyRing,
    isTracing: false,
    emit: (event) => events.push(event),
    storage: storageOf(context),
    limits: testLimits,
    random: () => 0.5,
    events,
  };
}

/** A task that was claimed by a worker of its own. */
export async function claimTask(db: Database, task: Record<string, unknown> = {}) {
  const workerId = await newWorker(db);
  const [taskId = ''] = await enqueue(db, task);
  const row = (await claim(db, workerId)).find((claimed) => claimed.taskId === taskId);
  if (!row) throw new Error('The task was not claimed.');
  return { taskId, workerId, attemptId: row.attemptId };
}

/** The same, past the gate. */
export async function startTask(db: Database, task: Record<string, unknown> = {}) {
  const claimed = await claimTask(db, task);
  const executionId = randomUUID();
  const { attemptId } = claimed;
  await startAttempt(attemptContext(db), { attemptId, executionId, rayNodeId: null, pod: null });
  return { ...claimed, executionId };
}

export function report(
  { attemptId, executionId }: { attemptId: string; executionId: string },
  outcome: Partial<ReportedOutcome> = {},
): OutcomeReport {
  const traces = { logTail: null, logBytes: null, peakMemoryBytes: null, cpuSeconds: null, progress: null };
  return { attemptId, executionId, outcome: { state: 'SUCCEEDED', result: '1', error: null, ...outcome }, traces };
}

export const failure: Partial<ReportedOutcome> = {
  state: 'FAILED',
  result: null,
  error: { class: 'shop.Refused', message: 'no', traceback: null, retryable: true },
};

/** The task with its attempts and events, each in order. */
export function readTask(db: Database, id: string) {
  const attempts = { orderBy: { number: 'asc' } } as const;
  const events = { orderBy: { id: 'asc' } } as const;
  return db.prisma.task.findUniqueOrThrow({ where: { id }, include: { attempts, events } });
}
