import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mask } from '@raydeck/core';
import { createDatabase, type Database } from '@raydeck/db';
import { readResult } from '@raydeck/services';
import { createLog, type Log } from '@raydeck/telemetry';
import { claim, enqueue, newWorker, until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMigrateEnv } from '../env.ts';
import { prepareInstallation } from '../preparation/prepare-installation.ts';
import { type DatabaseContent, readContent } from './database-content.fixture.ts';
import { type DumpServer, runAs, startDumpServer, whyNoDumpServer } from './dump-server.fixture.ts';
import { busyInstallation, contextOn, type Filled, PRODUCER, startLocalWorker } from './installation.fixture.ts';

const checkout = fileURLToPath(new URL('../../../..', import.meta.url));

/** The commands of the page, as somebody would paste them. */
const [backUp = '', restore = '', makeCopy = '', ...others] = [
  ...readFileSync(join(checkout, 'docs/operations.md'), 'utf8').matchAll(/^ *```sh\n([^]*?)^ *```$/gm),
].map(([, block]) => block);

const APP = { name: 'raydeck', password: 'of the app' };
const folder = mkdtempSync(join(tmpdir(), 'rd-restore-'));
const servers: DumpServer[] = [];
const open: Database[] = [];

let filled: Filled;
let before: DatabaseContent;
let schemaBefore: string;
let serverUrl: string;
let restored: Database;
let said: string;

function at(url: string, database: string, user?: { name: string; password: string }): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  if (user) Object.assign(address, { username: user.name, password: user.password });
  return address.href;
}

function connect(connectionString: string): Database {
  const db = createDatabase({ connectionString, applicationName: 'raydeck-test', poolSize: 4 });
  open.push(db);
  return db;
}

async function startServer(password: string): Promise<DumpServer> {
  const server = await startDumpServer(password);
  servers.push(server);
  return server;
}

/** The database's objects, their owners and rights, in words that are the same for the same. */
async function schemaOf(url: string): Promise<string> {
  const { stdout } = await runAs(url, folder, 'pg_dump --schema-only raydeck');
  // A random word against injection by the dump.
  return stdout.replaceAll(/^\\(un)?restrict .*$/gm, '');
}

async function prepare(url: string, log: Pick<Log, 'info' | 'warn'>): Promise<void> {
  const variables = {
    DATABASE_SUPERUSER_URL: url,
    DATABASE_URL: at(url, 'raydeck', APP),
  };
  // These two are all that it says.
  await prepareInstallation(readMigrateEnv(variables), log as Log);
}

async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((db) => db.close()));
}

beforeAll(async () => {
  if (whyNoDumpServer !== null) return;
  symlinkSync(join(checkout, 'deploy'), join(folder, 'deploy'));
  const original = await startServer('of the original');
  await prepare(original.url, createLog({ part: 'migrate', level: 'error' }));
  filled = await busyInstallation(connect(at(original.url, 'raydeck')), at(original.url, 'raydeck', APP), folder);
  before = await readContent(at(original.url, 'raydeck'));
  schemaBefore = await schemaOf(original.url);
  await runAs(original.url, folder, backUp);
  await closeAll();
  await original.stop();

  const fresh = await startServer('of the new server');
  said = (await runAs(fresh.url, folder, restore)).stderr;
  serverUrl = fresh.url;
  restored = connect(at(serverUrl, 'raydeck'));
}, 300_000);

afterAll(async () => {
  await closeAll();
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(whyNoDumpServer !== null)(`a restore on another server (${whyNoDumpServer ?? 'by pg_dump'})`, () => {
  it('has each row of each table, each sequence, role and right', async () => {
    expect(others).toEqual([]);
    expect(said).toBe('');
    const after = await readContent(at(serverUrl, 'raydeck'));
    expect(after).toEqual(before);
    expect(after.tables['raydeck.task']?.rows).toBe(9);
    expect(after.tables['raydeck.stored_chunk']?.rows ?? 0).toBeGreaterThan(0);
    expect(await schemaOf(serverUrl)).toBe(schemaBefore);
  });

  it('leaves nothing to the migrate step', async () => {
    const lines: object[] = [];
    const log = { info: (line: object) => lines.push(line), warn: () => undefined };
    await prepare(serverUrl, log);
    expect(lines).toContainEqual({ event: 'migrate.applied', migrations: [] });
    const { tables } = await readContent(at(serverUrl, 'raydeck'));
    expect(tables).toMatchObject({ 'raydeck.task': before.tables['raydeck.task'] });
    expect(await schemaOf(serverUrl)).toBe(schemaBefore);
  });

  it('knows who may enqueue: the app, a producer in its queues, and nobody else', async () => {
    const app = connect(at(serverUrl, 'raydeck', APP));
    const producer = connect(at(serverUrl, 'raydeck', PRODUCER));
    await restored.pool.query(`CREATE ROLE stranger LOGIN PASSWORD 'x'; GRANT CONNECT ON DATABASE raydeck TO stranger`);
    const stranger = connect(at(serverUrl, 'raydeck', { name: 'stranger', password: 'x' }));
    expect(await enqueue(app, { callable: 'operator.neg', args: [1] })).toHaveLength(1);
    const ask = (db: Database, queue: string) =>
      db.pool.query('SELECT id FROM raydeck.enqueue_tasks($1)', [
        JSON.stringify({ version: 1, tasks: [{ callable: 'operator.neg', args: [2], queue }] }),
      ]);
    expect((await ask(producer, 'orders')).rowCount).toBe(1);
    await expect(ask(producer, 'default')).rejects.toMatchObject({ code: 'RD403' });
    await expect(ask(stranger, 'orders')).rejects.toMatchObject({ code: '42501' });
    await expect(app.pool.query(`DELETE FROM raydeck.audit_log`)).rejects.toMatchObject({ code: '42501' });
  });

  it('is drained by a worker: what was queued runs, what ran runs again, what was kept is kept', async () => {
    const context = contextOn(restored);
    const worker = await startLocalWorker(at(serverUrl, 'raydeck', APP), folder);
    try {
      await until(
        'the queue to be empty',
        async () => {
          const left = await restored.prisma.task.count({
            where: { state: { in: ['QUEUED', 'RUNNING'] }, id: { not: filled.later } },
          });
          return left === 0;
        },
        { deadlineMs: 90_000 },
      );
    } finally {
      await worker.stop();
    }
    const text = async (id: string) => {
      const content = await readResult(context, id);
      return content.kind === 'text' ? content.text : new Response(content.body).text();
    };
    expect(await text(filled.queued)).toBe('42');
    // It is masked because it is the profile's secret; had the profile none, it would be null.
    expect(await text(filled.withSecret)).toBe(JSON.stringify(mask));
    expect(await text(filled.large)).toBe(JSON.stringify('x'.repeat(300_000)));
    expect(await text(filled.fromSql)).toBe('-7');
    expect(
      await restored.prisma.task.findUniqueOrThrow({
        where: { id: filled.running },
        include: { attempts: { orderBy: { number: 'asc' } } },
      }),
    ).toMatchObject({ state: 'SUCCEEDED', attempts: [{ state: 'LOST' }, { state: 'SUCCEEDED' }] });
    const stateOf = async (id: string) => (await restored.prisma.task.findUniqueOrThrow({ where: { id } })).state;
    expect(await stateOf(filled.later)).toBe('QUEUED');
    expect(await stateOf(filled.failed)).toBe('FAILED');
    expect(await restored.prisma.task.findMany({ where: { pinned: true } })).toMatchObject([{ id: filled.pinned }]);
    expect(await restored.prisma.schedule.findMany()).toMatchObject([{ name: 'nightly', paused: false }]);
  });

  it('makes a copy beside the original, which drives nothing of it', async () => {
    await runAs(serverUrl, folder, makeCopy);
    const copy = connect(at(serverUrl, 'yesterday'));
    const idOf = async (db: Database) => (await db.prisma.installation.findFirstOrThrow()).id;
    expect(await idOf(copy)).not.toBe(await idOf(restored));
    const { tables, owner, rights } = await readContent(at(serverUrl, 'yesterday'));
    expect({ owner, rights }).toEqual({
      owner: 'raydeck_owner',
      rights: ['raydeck=c/raydeck_owner', 'raydeck_owner=CTc/raydeck_owner'],
    });
    expect(tables['raydeck.task']?.rows).toBe(before.tables['raydeck.task']?.rows);
    expect(
      await copy.prisma.task.findUniqueOrThrow({ where: { id: filled.running }, include: { attempts: true } }),
    ).toMatchObject({
      state: 'QUEUED',
      attempts: [{ state: 'LOST', releasedAt: expect.any(Date) }],
    });
    expect(await copy.prisma.schedule.findMany()).toMatchObject([{ paused: true, pausedReason: 'restored copy' }]);
    expect(await copy.prisma.webhook.findMany()).toMatchObject([{ enabled: false, disabledReason: 'restored copy' }]);
    const app = connect(at(serverUrl, 'yesterday', APP));
    expect(await claim(app, await newWorker(app), { limit: 10, runners: ['local'], defaultRunner: 'local' })).toEqual(
      [],
    );
    await copy.pool.query(
      'UPDATE raydeck.control SET paused = false, paused_reason = NULL, paused_by = NULL, paused_at = NULL',
    );
    expect(
      await claim(app, await newWorker(app), { limit: 10, runners: ['local'], defaultRunner: 'local' }),
    ).toHaveLength(4);
  });
});
