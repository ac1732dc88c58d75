import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase, createNotifier, type Database, migrate } from '@raydeck/db';
import { freePort } from '@raydeck/embedded';
import { installJobs } from '@raydeck/jobs';
import { zipDirectory } from '@raydeck/ray';
import { type Context, publishProfile, putQueue, systemPrincipal } from '@raydeck/services';
import pg from 'pg';
import { recordMoves } from '../history/record-moves.ts';
import { startTcpProxy } from '../proxy/tcp-proxy.ts';
import { queues } from '../workload/queues.ts';
import type { RayCluster } from './ray-cluster.ts';
import { type RestApi, startRestApi } from './rest-api.ts';
import type { Server } from './server.ts';
import type { InstallationSettings } from './settings.ts';
import { createWorkerSlot, type WorkerSlot } from './worker-slot.ts';

/** A whole installation, with a proxy wherever bytes travel between its parts. */
export interface Installation {
  settings: InstallationSettings;
  server: Server;
  /** Past all proxies: for the door's callers, and to see what happens. */
  db: Database;
  context: Context;
  /** Opens a connection of its own, for what must not wait for others. */
  ask: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;
  slots: readonly WorkerSlot[];
  /** How an outsider looks at it. */
  rest: RestApi;
  ray: RayCluster | null;
  /** Where user code writes. */
  effectsFile: string;
  folder: string;
  close(): Promise<void>;
}

let made = 0;

export async function createInstallation(
  folder: string,
  {
    server,
    ray,
    python,
    settings,
  }: { server: Server; ray: RayCluster | null; python: string; settings: InstallationSettings },
): Promise<Installation> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const name = `chaos_${(made += 1)}`;
  await withClient(server.url('postgres'), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}`);
  });
  const url = server.url(name);
  await migrate(url);
  await installJobs(url);
  const db = createDatabase({
    connectionString: url,
    applicationName: 'raydeck-chaos',
    poolSize: 20,
    statementTimeoutMs: 30_000,
  });
  const context: Context = { db, principal: systemPrincipal, notifier: createNotifier(db), emit: () => {} };
  await recordMoves(db);
  for (const { name: queue, ...queueSettings } of queues)
    await putQueue(context, { name: queue, settings: queueSettings });
  const code = await zipDirectory(fileURLToPath(new URL('../../code', import.meta.url)));
  for (const queue of queues) await publishProfile(db, { name: 'chaos', code, queue: queue.name });

  const rest = await startRestApi(url);
  const slots = await createSlots({ db, url, server, ray, python, settings, folder });
  return {
    settings,
    server,
    db,
    context,
    ask: async <Row extends object>(sql: string, values: unknown[] = []) =>
      withClient(url, async (client) => (await client.query<Row>(sql, values)).rows),
    slots,
    rest,
    ray,
    effectsFile: join(folder, 'effects.jsonl'),
    folder,
    close: async () => {
      for (const slot of slots) if (slot.isRunning()) slot.signal('SIGCONT');
      await Promise.all(slots.map((slot) => slot.end('SIGKILL')));
      await Promise.all(slots.flatMap(({ database, api }) => [database.close(), api.close()]));
      await rest.close();
      await db.close();
    },
  };
}

interface SlotsOptions {
  db: Database;
  url: string;
  server: Server;
  ray: RayCluster | null;
  python: string;
  settings: InstallationSettings;
  folder: string;
}

async function createSlots({ db, url, server, ray, python, settings, folder }: SlotsOptions): Promise<WorkerSlot[]> {
  const ends = [];
  for (let index = 0; index < settings.workers; index += 1) {
    const apiPort = await freePort();
    const api = await startTcpProxy({ host: '127.0.0.1', port: apiPort });
    const database = await startTcpProxy({ host: '127.0.0.1', port: server.port });
    ends.push({ apiPort, api, database });
  }
  const apiUrls = ends.map(({ api }) => `http://127.0.0.1:${api.port}`).join(',');
  return ends.map(({ apiPort, api, database }, index) => {
    const proxied = new URL(url);
    proxied.port = String(database.port);
    const variables = {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: proxied.href,
      RAYDECK_SECRET: 'a secret of the chaos runs, long enough for it',
      LOG_LEVEL: 'info',
      RUNNER: 'local',
      LOCAL_RUNNER: String(settings.runners.includes('local')),
      LOCAL_PYTHON: python,
      LOCAL_DIRECTORY: join(folder, 'local'),
      CONCURRENCY: String(settings.concurrency),
      ATTEMPT_API_PORT: String(apiPort),
      ATTEMPT_API_URLS: apiUrls,
      ATTEMPT_API_OWN_URL: `http://127.0.0.1:${api.port}`,
      RAY_CORE_RUNNER: String(settings.runners.includes('ray_core')),
      RAY_CORE_MAX_ACTORS: '6',
      HEALTH_PORT: '0',
      HEARTBEAT_INTERVAL_SECONDS: String(settings.heartbeatSeconds),
      LEASE_SECONDS: String(settings.leaseSeconds),
      STUCK_TASK_TIMEOUT_SECONDS: String(settings.silenceSeconds),
      CHAOS_WITHOUT_GUARDS: settings.withoutGuards.join(','),
      ...ray?.variables,
    };
    const name = `chaos-${index + 1}`;
    return createWorkerSlot({ name, db, database, api, variables, logFile: join(folder, `${name}.log`) });
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
