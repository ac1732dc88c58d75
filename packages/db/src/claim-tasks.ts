import type { Database } from './database.ts';
import { claimAttempts, type ClaimedRow, type ClaimRow } from './sql/claim-attempts.ts';
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
}

export interface Claim {
  attempts: ClaimedRow[];
  /** Tasks set aside because their key was full; when there were any, others behind them may be due. */
  parked: number;
}

/** Tasks that one claim looks at in queues with limits. */
const limitedWindow = 1_000;

/**
 * Claims due tasks: one statement where no limit holds; else in one transaction under the lock of the limited queues'
 * counters, so that no number of workers takes more than the limits allow. Twice, or a crash after the commit: see
 * claimAttempts.
 */
export async function claimTasks(db: Pick<Database, 'pool' | 'run'>, request: ClaimRequest): Promise<Claim> {
  const limited = (await db.run(limitedQueues, [request.queues])).map(({ queue }) => queue);
  if (limited.every((queue) => queue === '')) {
    return claimOf(await db.run(claimAttempts, [...valuesOf(request), [], request.limit]));
  }
  const client = await db.pool.connect();
  try {
    // The control row before the counters: the order in which a change of limits locks them.
    await client.query('BEGIN; SELECT FROM raydeck.control FOR SHARE');
    await runStatement(client, lockLimits, [limited]);
    await runStatement(client, unparkTasks, [limited]);
    const rows = await runStatement(client, claimAttempts, [...valuesOf(request), limited, limitedWindow]);
    await client.query('COMMIT');
    client.release();
    return claimOf(rows);
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

function claimOf(rows: readonly ClaimRow[]): Claim {
  return { attempts: rows.filter((row) => row.attemptId !== null), parked: rows[0]?.parkedCount ?? 0 };
}
