import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Database } from '@raydeck/db';
import { until } from '@raydeck/testing';
import type { TcpProxy } from '../proxy/tcp-proxy.ts';

/** The place of one worker: process after process runs in it, all behind the same two proxies. */
export interface WorkerSlot {
  readonly name: string;
  /** Between it and PostgreSQL. */
  readonly database: TcpProxy;
  /** Between executions and its attempt API. */
  readonly api: TcpProxy;
  readonly pid: number;
  isRunning(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Sends the signal and returns when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts a process and returns once it has registered; when the one before still runs, at once. */
  start(): Promise<void>;
  /** The ids that processes of this slot have had and that are not over by the database's clock. */
  liveIds(): Promise<string[]>;
}

export interface SlotOptions {
  name: string;
  db: Pick<Database, 'pool'>;
  database: TcpProxy;
  api: TcpProxy;
  variables: Record<string, string>;
  logFile: string;
}

const main = fileURLToPath(new URL('../../../apps/worker/src/main.ts', import.meta.url));
const preload = new URL('../guards/break-guards.ts', import.meta.url).href;
const startMs = 60_000;

export function createWorkerSlot({ name, db, database, api, variables, logFile }: SlotOptions): WorkerSlot {
  let child: ChildProcess | null = null;
  const isRunning = (): boolean => child !== null && child.exitCode === null && child.signalCode === null;

  const registered = async (pid: number): Promise<boolean> => {
    const sql = 'SELECT FROM raydeck.worker WHERE name = $1 AND pid = $2 AND lease_expires_at > clock_timestamp()';
    const answer = await db.pool.query(sql, [name, pid]).catch(() => ({ rows: [] }));
    return answer.rows.length > 0;
  };

  /** Like any process under a supervisor: one that cannot start is started again. */
  const launch = async (): Promise<void> => {
    const log = createWriteStream(logFile, { flags: 'a' });
    await once(log, 'open');
    child = spawn(process.execPath, ['--import', preload, main], {
      env: { ...variables, WORKER_NAME: name },
      stdio: ['ignore', log, log],
    });
    const { pid = 0 } = child;
    await until(`worker ${name} to register or end`, async () => !isRunning() || (await registered(pid)), {
      deadlineMs: startMs,
    });
  };

  return {
    name,
    database,
    api,
    get pid() {
      return child?.pid ?? 0;
    },
    isRunning,
    signal: (signal) => void child?.kill(signal),
    end: async (signal) => {
      if (child === null || !isRunning()) return;
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    },
    start: async () => {
      for (let tries = 0; !isRunning(); tries += 1) {
        if (tries === 10) throw new Error(`Worker ${name} does not start: read ${logFile}.`);
        await launch();
      }
    },
    liveIds: async () => {
      const sql = `SELECT id FROM raydeck.worker WHERE name = $1 AND stopped_at IS NULL AND lease_expires_at > clock_timestamp()`;
      return (await db.pool.query<{ id: string }>(sql, [name])).rows.map(({ id }) => id);
    },
  };
}
