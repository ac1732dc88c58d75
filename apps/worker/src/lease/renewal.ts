import { connectionSettings } from '@raydeck/db/connection';
import { renewLease } from '@raydeck/db/lease';
import pg from 'pg';
import { type LeaseMemory, nowNs, secondsInNs } from './lease-memory.ts';
import type { RenewerData, RenewerOrder, RenewerWord } from './renewer-words.ts';

export interface RenewalOptions extends Omit<RenewerData, 'buffer'> {
  memory: LeaseMemory;
  tell: (word: RenewerWord) => void;
}

/** Renews one lease after the other, each until it is lost: over by our own clock, over by the database's, or given up. */
export function createRenewal(options: RenewalOptions): { follow(order: RenewerOrder): void } {
  const { memory, tell, leaseSeconds, intervalSeconds, stallSeconds } = options;
  const connection = createConnection(options);
  let workerId: string | null = null;
  let failures = 0;

  const lose = (id: string): void => {
    const overdueMs = memory.liveUntilNs === 0n ? 0 : Number(nowNs() - memory.liveUntilNs) / 1e6;
    memory.liveUntilNs = 0n;
    workerId = null;
    tell({ say: 'lost', workerId: id, overdueMs: Math.max(0, Math.round(overdueMs)) });
  };

  /** Milliseconds until the next renewal. */
  const renew = async (id: string): Promise<number> => {
    const sentAt = nowNs();
    const isStalled = sentAt - memory.pulsedAtNs > secondsInNs(stallSeconds);
    if (isStalled || sentAt >= memory.liveUntilNs) {
      lose(id);
      return 0;
    }
    try {
      const isRenewed = await connection.renew(id, leaseSeconds);
      failures = 0;
      if (!isRenewed) lose(id);
      // From before the renewal was sent: we stop before others may judge.
      else memory.liveUntilNs = sentAt + secondsInNs(leaseSeconds);
      return intervalSeconds * 1000;
    } catch (error) {
      failures += 1;
      const nextMs = Math.min(100 * 2 ** failures, intervalSeconds * 500) * (0.5 + Math.random() / 2);
      tell({ say: 'failed', error: error instanceof Error ? error.message : String(error), nextMs });
      return nextMs;
    }
  };

  const run = async (id: string): Promise<void> => {
    for (let nextMs = intervalSeconds * 1000; workerId === id;) {
      await new Promise((resolve) => setTimeout(resolve, nextMs));
      if (workerId === id) nextMs = await renew(id);
    }
  };

  return {
    follow: (order) => {
      workerId = order.workerId;
      failures = 0;
      void run(order.workerId);
    },
  };
}

/** A connection of the thread's own, made anew after each failure: one that hangs costs a try and no more. */
function createConnection({ connectionString, leaseSeconds }: RenewalOptions) {
  let client: pg.Client | null = null;
  const timeoutMs = Math.min(5_000, (leaseSeconds * 1000) / 4);

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({
      ...connectionSettings(connectionString, { statementTimeoutMs: timeoutMs }),
      application_name: 'raydeck-worker-lease',
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
    });
    const drop = (): void => {
      if (client === fresh) client = null;
    };
    fresh.on('error', drop);
    fresh.on('end', drop);
    await fresh.connect().catch((error: unknown) => {
      void fresh.end().catch(() => {});
      throw error;
    });
    return fresh;
  };

  return {
    /** False: the lease is over by the database's clock, or the worker was stopped. */
    renew: async (workerId: string, seconds: number): Promise<boolean> => {
      client ??= await connect();
      const current = client;
      try {
        const { text } = renewLease;
        const { rowCount } = await current.query(text, [workerId, seconds]);
        return rowCount === 1;
      } catch (error) {
        client = null;
        void current.end().catch(() => {});
        throw error;
      }
    },
  };
}
