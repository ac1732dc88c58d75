import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageOf, put } from './profile.fixture.ts';
import { publishProfile } from './publish-profile.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const publish = (name: string, text: string) => publishProfile(app, { name, code: packageOf(text), queue: 'default' });
const versionsOf = (name: string) => db.prisma.profile.findMany({ where: { name }, orderBy: { version: 'asc' } });

describe('publishProfile', () => {
  it('makes a version for each new package, and none for the one that is current', async () => {
    expect(await publish('a', 'one')).toEqual({ version: 1, isNew: true });
    expect(await publish('a', 'one')).toEqual({ version: 1, isNew: false });
    expect(await publish('a', 'two')).toEqual({ version: 2, isNew: true });
    expect(await publish('a', 'one')).toEqual({ version: 3, isNew: true });
    const hashes = (await versionsOf('a')).map(({ packageHash }) => packageHash);
    expect(hashes).toEqual(['one', 'two', 'one'].map((text) => packageOf(text).hash));
  });

  it('keeps the package byte for byte, once for all profiles', async () => {
    await publish('b', 'shared');
    await publish('c', 'shared');
    const { hash, content } = packageOf('shared');
    const kept = await db.prisma.package.findMany({ where: { hash } });
    expect(kept.map((code) => [new Uint8Array(code.content), code.sizeBytes])).toEqual([[content, content.byteLength]]);
  });

  it('leaves all else of the profile as it is', async () => {
    const requirements = { installer: 'pip' as const, packages: ['numpy'] };
    await put(app, 'd', { requirements, envVars: { LANG: 'C' }, secrets: { KEY: 'hunter2' }, python: 'python3' });
    await publish('d', 'one');
    const [before, after] = await versionsOf('d');
    expect(after).toMatchObject({
      packageHash: packageOf('one').hash,
      installer: 'pip',
      envVars: { LANG: 'C' },
      python: 'python3',
    });
    expect(after?.secrets).toEqual(before?.secrets);
    expect(await publish('d', 'one')).toEqual({ version: 2, isNew: false });
  });

  it('has the queue use it, with one audit row for each change and none for none', async () => {
    await publish('g', 'one');
    await publish('g', 'one');
    expect(await db.prisma.queue.findUnique({ where: { name: 'default' } })).toMatchObject({ profile: 'g' });
    const audit = await db.prisma.auditLog.findMany({ orderBy: { id: 'desc' }, take: 2 });
    expect(audit).toMatchObject([
      { action: 'queue.update', targetId: 'default', after: { profile: 'g' } },
      { action: 'profile.publish', targetId: 'g', after: { version: 1, 'source.hash': packageOf('one').hash } },
    ]);
    const absent = publishProfile(app, { name: 'h', code: packageOf('one'), queue: 'absent' });
    await expect(absent).rejects.toThrow('No record was found');
    expect(await versionsOf('h')).toEqual([]);
  });

  it('never makes one version twice: of two at once the later one is told, and succeeds when it asks again', async () => {
    await publish('e', 'zero');
    const texts = ['one', 'two', 'three', 'four'];
    const tries = await Promise.allSettled(texts.map((text) => publish('e', text)));
    const failures = tries.filter((tried) => tried.status === 'rejected').map(({ reason }): unknown => reason);
    for (const failure of failures) expect(failure).toMatchObject({ code: 'CONFLICT' });
    const versions = (await versionsOf('e')).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, at) => at + 1));
    expect(versions).toHaveLength(1 + texts.length - failures.length);
    expect((await publish('e', 'five')).isNew).toBe(true);
  });

  it('tells a database that fails from a colleague who was quicker', async () => {
    await db.pool.query('REVOKE INSERT ON raydeck.profile FROM raydeck_app');
    await expect(publish('f', 'one')).rejects.not.toMatchObject({ code: 'CONFLICT' });
    await db.pool.query('GRANT INSERT ON raydeck.profile TO raydeck_app');
  });
});
