import { rmSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort, MARK_VARIABLE, postgresDataDir, startPostgres } from '@raydeck/embedded';
import { isAlive, until } from '@raydeck/testing';

/** A PostgreSQL of our own, as durable as in production, that can be killed and started again. */
export interface Server {
  readonly port: number;
  /** Of a database on it, past all proxies. */
  url(database: string): string;
  /** As if the power of its processes had failed. */
  kill(): Promise<void>;
  /** Returns once it answers. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const password = 'chaos';

export async function startServer(folder: string): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const dataDir = postgresDataDir(folder);
  rmSync(dirname(dataDir), { recursive: true, force: true });
  const port = await freePort();
  const mark = process.env[MARK_VARIABLE];
  const launch = () =>
    startPostgres({
      dataDir,
      port,
      superuserPassword: password,
      logFile: join(folder, 'postgres.log'),
      settings: { max_connections: '200' },
      ...(mark === undefined ? {} : { mark }),
    });
  let running = await launch();
  return {
    port,
    url: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
    kill: async () => {
      process.kill(running.identity.pid, 'SIGKILL');
      await until('the postmaster to be gone', () => !isAlive(running.identity.pid));
    },
    start: async () => {
      running = await launch();
    },
    close: async () => {
      await running.stop();
      rmSync(dirname(dataDir), { recursive: true, force: true });
    },
  };
}
