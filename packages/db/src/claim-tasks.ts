import type { Database } from './database.ts';
import { claimAttempts, type ClaimedRow, claimLimitedAttempts, type ClaimRow } from './sql/claim-attempts.ts';
import { limitedQueues } from './sql/limited-queues.ts';
import { lockLimits } from './sql/lock-limits.ts';
import { unparkTasks } from './sql/unpark-tasks.ts';
import { runStatement } from './statement.ts';

/** What a worker asks for. */
export interface ClaimRequest {
  workerId: string;
  /** Null: all queues. */
  queues: string[] | null;
  /** Attempts at most. */
  limit: number;
  runners: string[];
  defaultRunner: string;
  rayAddress: string | null;
  raySession: string | null;
  /** Whether there are limits to be held, as the claim before has found. Without it tasks of limited queues are left, and told of. */
  expectsLimits: boolean;
  /** What an earlier claim came to, to begin there; none, as by default: from the front. */
  marks?: readonly ClaimMark[];
}

/** The last task that a claim took of a lane: before it, no tasks were left that could be taken. */
export interface ClaimMark {
  queue: string;
  priority: number;
  /** As PostgreSQL writes it, to the microsecond. */
  runAt: string;
  taskId: string;
}

export interface Claim {
  attempts: ClaimedRow[];
  /** Tasks set aside because their key was full; when there were any, others behind them may be due. */
  parked: number;
  /** Whether the next claim may find more, at once. */
  mayLeaveMore: boolean;
  /** Whether tasks of queues with a limit wait; without `expectsLimits` they were not looked at. */
  hasLimits: boolean;
  /** For the next claim, while there is a backlog. */
  marks: ClaimMark[];
}

/** Tasks that one claim looks at in queues with limits. */
const limitedWindow = 1_000;

/**
 * Claims due tasks: one statement where no limit holds; else in one transaction under the lock of the limited queues'
 * counters, so that no number of workers takes more than the limits allow. Twice, or a crash after the commit: see
 * claimAttempts.
 */
export async function claimTasks(db: Pick<Database, 'pool' | 'run'>, request: ClaimRequest): Promise<Claim> {
  if (!request.expectsLimits) return claimUnlimited(db, request);
  const limited = (await db.run(limitedQueues, [request.queues])).map(({ queue }) => queue);
  return limited.every((queue) => queue === '') ? claimUnlimited(db, request) : claimLimited(db, request, limited);
}

async function claimUnlimited(db: Pick<Database, 'run'>, request: ClaimRequest): Promise<Claim> {
  const { marks = [] } = request;
  const rows = await db.run(claimAttempts, [
    ...valuesOf(request),
    marks.map(({ queue }) => queue),
    marks.map(({ priority }) => priority),
    marks.map(({ runAt }) => runAt),
    marks.map(({ taskId }) => taskId),
  ]);
  const attempts = attemptsOf(rows);
  const hasLimits = rows[0]?.leavesLimited ?? false;
  const isFull = attempts.length === request.limit;
  // Behind a mark there may be what has come since.
  const mayLeaveMore = hasLimits || isFull || marks.length > 0;
  return { attempts, parked: 0, hasLimits, mayLeaveMore, marks: isFull ? marksAfter(marks, attempts) : [] };
}

/** Attempts come in the order of their lanes, each from its front on. */
function marksAfter(before: readonly ClaimMark[], attempts: readonly ClaimedRow[]): ClaimMark[] {
  const lanes = new Map<string, ClaimMark>();
  for (const { queue, priority, runAt, taskId } of [...before, ...attempts]) {
    lanes.set(`${priority} ${queue}`, { queue, priority, runAt, taskId });
  }
  return [...lanes.values()];
}

async function claimLimited(db: Pick<Database, 'pool'>, request: ClaimRequest, limited: string[]): Promise<Claim> {
  const client = await db.pool.connect();
  try {
    // The control row before the counters: the order in which a change of limits locks them.
    await client.query('BEGIN; SELECT FROM raydeck.control FOR SHARE');
    await runStatement(client, lockLimits, [limited]);
    await runStatement(client, unparkTasks, [limited]);
    const rows = await runStatement(client, claimLimitedAttempts, [...valuesOf(request), limited, limitedWindow]);
    await client.query('COMMIT');
    client.release();
    const attempts = attemptsOf(rows);
    const parked = rows[0]?.parkedCount ?? 0;
    // Also of fewer than were asked for: what it looked at may have been all of one queue, and more than its limit lets through.
    return { attempts, parked, hasLimits: true, mayLeaveMore: attempts.length > 0 || parked > 0, marks: [] };
  } catch (error) {
    // Ending the connection ends the transaction, whatever state either is in.
    client.release(true);
    throw error;
  }
}

function valuesOf(request: ClaimRequest) {
  const { workerId, queues, limit, runners, defaultRunner, rayAddress, raySession } = request;
  return [workerId, queues, limit, runners, defaultRunner, rayAddress, raySession] as const;
}

function attemptsOf(rows: readonly ClaimRow[]): ClaimedRow[] {
  return rows.filter((row) => row.attemptId !== null);
}
