import { randomUUID } from 'node:crypto';
import {
  type Claim,
  type ClaimedRow,
  type ClaimMark,
  claimTasks,
  type Database,
  type FinishInput,
  registerWorker,
} from '@raydeck/db';

/** What the statements below the services need around them: tasks through the door, workers with a lease, claims. */

/** Enqueues these tasks; returns their ids, in order. Each is a call of `shop.tasks.charge` unless it says otherwise. */
export async function enqueue(db: Pick<Database, 'pool'>, ...tasks: Record<string, unknown>[]): Promise<string[]> {
  const named = tasks.map((task) => ({ callable: 'shop.tasks.charge', ...task }));
  const request = { version: 1, anyProfile: true, tasks: named };
  const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM raydeck.enqueue_tasks($1) ORDER BY ordinal', [
    JSON.stringify(request),
  ]);
  return rows.map(({ id }) => id);
}

/** A worker with a lease of its own; returns its id. */
export async function newWorker(
  db: Database,
  { leaseSeconds = 600, rayAddress = null }: { leaseSeconds?: number; rayAddress?: string | null } = {},
): Promise<string> {
  const id = randomUUID();
  await db.run(registerWorker, [
    id,
    'test',
    'host',
    1,
    '0',
    ['*'],
    ['ray_job', 'local'],
    100,
    rayAddress,
    leaseSeconds,
    null,
  ]);
  return id;
}

/** What the lapse of time does to a lease. */
export async function endLease(db: Pick<Database, 'pool'>, workerId: string): Promise<void> {
  await db.pool.query(
    `UPDATE raydeck.worker SET lease_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
    [workerId],
  );
}

export interface ClaimOptions {
  queues?: string[] | null;
  limit?: number;
  runners?: string[];
  defaultRunner?: string;
  rayAddress?: string | null;
}

/** The claim, with a reachable cluster and all runners unless it says otherwise. */
export async function claim(
  db: Pick<Database, 'run' | 'pool'>,
  workerId: string,
  options: ClaimOptions = {},
): Promise<ClaimedRow[]> {
  const { queues = null, limit = 1000, runners = ['ray_job', 'local'], defaultRunner = 'ray_job' } = options;
  const { rayAddress = 'http://ray:8265' } = options;
  const raySession = rayAddress && 'session_1';
  const cluster = { rayAddress, raySession };
  const wanted = { queues, limit, runners, defaultRunner, expectsLimits: true };
  return (await claimTasks(db, { workerId, ...wanted, ...cluster })).attempts;
}

/** A claim as a dispatcher makes it, of `local` tasks without limits; from these marks on, or from the front. */
export function claimFrom(
  db: Pick<Database, 'run' | 'pool'>,
  workerId: string,
  limit: number,
  marks: readonly ClaimMark[] = [],
): Promise<Claim> {
  const wanted = { queues: null, limit, runners: ['local'], defaultRunner: 'local', expectsLimits: false, marks };
  return claimTasks(db, { workerId, ...wanted, rayAddress: null, raySession: null });
}

/** What a finish says: a success that `executionId` reports, unless it says otherwise. */
export function finishInput(attemptId: string, change: Partial<FinishInput>): FinishInput {
  return {
    attemptId,
    executionId: null,
    judgeId: null,
    expectedState: null,
    state: 'SUCCEEDED',
    taskState: 'SUCCEEDED',
    retryDelayMs: null,
    eventKind: null,
    failures: 0,
    losses: 0,
    snoozes: 0,
    result: null,
    resultRef: null,
    errorClass: null,
    errorMessage: null,
    traceback: null,
    exitCode: null,
    outcomeDigest: null,
    logTail: null,
    logBytes: null,
    peakMemoryBytes: null,
    cpuSeconds: null,
    progress: null,
    reason: 'a test',
    actor: 'test',
    ...change,
  };
}
