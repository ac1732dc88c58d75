import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipDirectory } from '@raydeck/ray';
import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeQueue } from '../queues/change-queue.ts';
import { getQueue } from '../queues/get-queue.ts';
import { pauseQueue } from '../queues/pause-queue.ts';
import { contextOf } from '../reading/fixtures.ts';
import { EncryptionKeys } from '../secrets/key-ring.ts';
import { systemPrincipal } from '../system-principal.ts';
import { applyConfig } from './apply-config.ts';
import { parseConfig } from './config-file.ts';

let db: TestDatabase;
let app: Login;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rd-config-'));
  for (const name of ['shop', 'shop2']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'shop.py'), `NAME = '${name}'`);
  }
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await db.pool
    .query(`TRUNCATE raydeck.task, raydeck.schedule CASCADE; TRUNCATE raydeck.audit_log, raydeck.package CASCADE; 
    DELETE FROM raydeck.queue; INSERT INTO raydeck.queue (name) VALUES ('default');
    UPDATE raydeck.control SET concurrency_limit = NULL`);
});

const keyRing = EncryptionKeys.parse(`k1:${Buffer.alloc(32, 7).toString('base64')}`);
const system = () => ({ ...contextOf(app), principal: systemPrincipal, keyRing });
const admin = () => contextOf(app, { role: 'ADMIN' });
const auditRows = () => db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } });

async function packageOf(directory: string) {
  const { hash, content } = await zipDirectory(join(folder, directory));
  return { hash, content: new Uint8Array(content) };
}

function run(config: object, dryRun = false): Promise<string[]> {
  return applyConfig(system(), parseConfig(JSON.stringify(config)), { dryRun, packageOf });
}

const whole = {
  $schema: './docs/raydeck.config.schema.json',
  concurrencyLimit: 100,
  queues: {
    mail: { concurrencyLimit: 4, rate: { tasks: 100, seconds: 60 }, profile: 'shop' },
    nightly: { paused: true, allowedProfiles: ['shop'] },
    default: { maxAttempts: 5 },
  },
  profiles: { shop: { directory: 'shop', envVars: { LANG: 'C' }, secrets: { TOKEN: 'xyzzy-4711' } } },
  schedules: {
    report: { cron: '0 3 * * *', task: { callable: 'shop.report', args: [1], queue: 'nightly', profile: 'shop' } },
  },
};

describe('applyConfig', () => {
  it('makes all that the file names, in an order that serves, and says each difference', async () => {
    const lines = await run(whole);
    const { hash } = await packageOf('shop');
    expect(lines).toEqual([
      'concurrencyLimit none → 100',
      'profile shop: new',
      'profile shop: envVars.LANG none → C',
      'profile shop: secrets.TOKEN none → set',
      `profile shop: source.hash none → ${hash}`,
      'profile shop: source.kind none → package',
      'queue mail: new',
      'queue mail: concurrencyLimit none → 4',
      'queue mail: rate none → {"tasks":100,"seconds":60}',
      'queue mail: profile none → shop',
      'queue nightly: new',
      'queue nightly: allowedProfiles [] → ["shop"]',
      'queue nightly: paused false → true',
      'queue default: maxAttempts none → 5',
      'schedule report: new',
      'schedule report: cron none → "0 3 * * *"',
      'schedule report: timeZone none → UTC',
      'schedule report: catchUp none → last',
      'schedule report: overlap none → skip',
      'schedule report: task.callable none → shop.report',
      'schedule report: task.queue none → nightly',
      'schedule report: task.args changed',
      'schedule report: task.profile none → shop',
    ]);
    expect(await getQueue(admin(), 'mail')).toMatchObject({ concurrencyLimit: 4, live: 0, profile: 'shop' });
    expect(await getQueue(admin(), 'nightly')).toMatchObject({ paused: true, pausedReason: 'raydeck.config.json' });
    const rows = await auditRows();
    expect(new Set(rows.map(({ actor, actorRole }) => `${actor} ${actorRole}`))).toEqual(
      new Set(['system:launcher SYSTEM']),
    );
    expect(JSON.stringify([rows, lines])).not.toContain('xyzzy');
  });

  it('does nothing the second time: no line, no audit row, no version', async () => {
    await run(whole);
    const before = await auditRows();
    expect(await run(whole)).toEqual([]);
    expect(await auditRows()).toEqual(before);
    expect(await db.prisma.profile.count()).toBe(1);
  });

  it('makes it once when two do it at once', async () => {
    const both = await Promise.all([run(whole), run(whole)]);
    expect(both.flat().filter((line) => line === 'queue mail: new').length).toBeGreaterThan(0);
    expect(await db.prisma.profile.count()).toBe(1);
    expect((await auditRows()).filter(({ action }) => action === 'queue.create')).toHaveLength(2);
    expect(await run(whole)).toEqual([]);
  });

  it('changes only what differs, and leaves what the file does not name', async () => {
    await run(whole);
    await changeQueue(admin(), { name: 'mail', change: { maxPending: 3, concurrencyLimit: 9 } });
    await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('by-hand')`);
    const next = {
      queues: { mail: { concurrencyLimit: 8 }, nightly: { paused: false } },
      schedules: { report: { ...whole.schedules.report, cron: '0 4 * * *', timeZone: 'Europe/Vienna' } },
    };
    expect(await run(next)).toEqual([
      'queue mail: concurrencyLimit 9 → 8',
      'queue nightly: paused true → false',
      'schedule report: cron "0 3 * * *" → "0 4 * * *"',
      'schedule report: timeZone UTC → Europe/Vienna',
    ]);
    expect(await getQueue(admin(), 'mail')).toMatchObject({ concurrencyLimit: 8, maxPending: 3 });
    expect(await db.prisma.queue.count()).toBe(4);
  });

  it('lets people pause a queue that the file says nothing of', async () => {
    await run(whole);
    await pauseQueue(admin(), { name: 'mail', reason: 'the bank is closed' });
    expect(await run(whole)).toEqual([]);
    expect(await getQueue(admin(), 'mail')).toMatchObject({ paused: true });
  });

  it('makes a new version of a profile when its folder changes', async () => {
    await run({ profiles: { shop: { directory: 'shop' } } });
    const [from, to] = [await packageOf('shop'), await packageOf('shop2')];
    expect(await run({ profiles: { shop: { directory: 'shop2' } } })).toEqual([
      `profile shop: source.hash ${from.hash} → ${to.hash}`,
    ]);
    expect(await db.prisma.profile.count()).toBe(2);
  });

  it('tells beforehand what it would do, and does nothing then', async () => {
    const told = await run(whole, true);
    expect([await auditRows(), await db.prisma.queue.count(), await db.prisma.package.count()]).toEqual([[], 1, 0]);
    expect(await run(whole)).toEqual(told);
  });

  it.each([
    [{ queues: { mail: { runner: 'local', allowedRunners: ['ray_job'] } } }, 'queues.mail.runner'],
    [{ queues: { mail: { profile: 'gone' } } }, 'queues.mail.profile'],
    [{ queues: { mail: { allowedProfiles: ['*', 'gone'] } } }, 'queues.mail.allowedProfiles[1]'],
    [
      { queues: { mail: {} }, profiles: { shop: { directory: 'shop', secrets: { A: true } } } },
      'profiles.shop.secrets.A',
    ],
    [{ profiles: { shop: { source: { kind: 'image' }, envVars: { PATH: 'x' } } } }, 'profiles.shop.envVars.PATH'],
    [{ schedules: { s: { cron: '* * * * *', task: { callable: 'a.b', queue: 'gone' } } } }, 'schedules.s.task.queue'],
  ])('refuses %j before anything is done, with its path', async (config, path) => {
    await expect(run(config)).rejects.toMatchObject({ path });
    expect([await auditRows(), await db.prisma.queue.count()]).toEqual([[], 1]);
  });

  it('names the place in the file of what the door refuses', async () => {
    const config = {
      queues: { mail: { allowedCallables: ['shop'] } },
      schedules: { s: { cron: '* * * * *', task: { callable: 'a.b', queue: 'mail' } } },
    };
    await expect(run(config)).rejects.toMatchObject({ code: 'FORBIDDEN', path: 'schedules.s.task.callable' });
    expect(await run({ queues: config.queues })).toEqual([]);
  });

  it('is for whoever may do it all', async () => {
    for (const [config, role] of [
      [{ concurrencyLimit: 1 }, 'OPERATOR'],
      [{ queues: { mail: {} } }, 'OPERATOR'],
      [{ profiles: { shop: { source: { kind: 'image' } } } }, 'OPERATOR'],
      [{ schedules: { s: { cron: '* * * * *', task: { callable: 'a.b' } } } }, 'VIEWER'],
    ] as const) {
      const options = { dryRun: true, packageOf };
      const planning = applyConfig(contextOf(app, { role }), parseConfig(JSON.stringify(config)), options);
      await expect(planning).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});
