import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../reading/fixtures.ts';
import { diffProfileVersions } from './diff-profile-versions.ts';
import { getProfile } from './get-profile.ts';
import { getProfileVersion } from './get-profile-version.ts';
import { listProfiles } from './list-profiles.ts';
import { administrator, packageOf, put } from './profile.fixture.ts';
import { storePackage } from './store-package.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const code = packageOf('zip');
  await storePackage(db, code);
  const requirements = { installer: 'pip' as const, packages: ['numpy==1'] };
  await put(db, 'shop', {
    requirements,
    envVars: { MODE: 'test', GONE: '1' },
    secrets: { KEPT: 'hunter2', CHANGED: 'a', GONE_TOO: 'b' },
  });
  const next = { installer: 'pip' as const, packages: ['numpy==2'] };
  await put(db, 'shop', {
    source: { kind: 'package', hash: code.hash },
    requirements: next,
    envVars: { MODE: 'live' },
    secrets: { KEPT: true, CHANGED: 'c', NEW: 'd' },
    python: 'python3',
  });
  await put(db, 'empty');
  await db.pool.query(`INSERT INTO raydeck.queue (name, profile) VALUES ('mail', 'shop'), ('bulk', 'shop')`);
});
afterAll(() => db.close());

describe('profiles', () => {
  it('are listed by name in their current versions, secrets by name only', async () => {
    const profiles = await listProfiles(administrator(db));
    expect(profiles.map(({ name, version }) => [name, version])).toEqual([
      ['empty', 1],
      ['shop', 2],
    ]);
    expect(profiles[1]).toMatchObject({
      source: { kind: 'package', hash: packageOf('zip').hash, sizeBytes: 3 },
      secretNames: ['CHANGED', 'KEPT', 'NEW'],
      envVars: { MODE: 'live' },
      python: 'python3',
      createdBy: 'user:ada@example.com',
    });
    expect(JSON.stringify(profiles)).not.toMatch(/hunter2|e1\./);
  });

  it('have a history, newest first, and the queues that use them', async () => {
    const { queues, versions } = await getProfile(administrator(db), 'shop');
    expect(queues).toEqual(['bulk', 'mail']);
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(await getProfileVersion(administrator(db), { name: 'shop', version: 1 })).toEqual(versions[1]);
  });

  it('differ from version to version in what was changed, of secrets by name only', async () => {
    const { changes } = await diffProfileVersions(administrator(db), { name: 'shop', from: 1, to: 2 });
    expect(changes).toEqual([
      { path: 'envVars.GONE', before: '1', after: null },
      { path: 'envVars.MODE', before: 'test', after: 'live' },
      { path: 'python', before: null, after: 'python3' },
      { path: 'requirements.packages', before: ['numpy==1'], after: ['numpy==2'] },
      { path: 'secrets.CHANGED', before: 'set', after: 'changed' },
      { path: 'secrets.GONE_TOO', before: 'set', after: null },
      { path: 'secrets.NEW', before: null, after: 'set' },
      { path: 'source.hash', before: null, after: packageOf('zip').hash },
      { path: 'source.kind', before: 'image', after: 'package' },
    ]);
    expect((await diffProfileVersions(administrator(db), { name: 'shop', from: 2, to: 2 })).changes).toEqual([]);
  });

  it('are NOT_FOUND when they are none, and FORBIDDEN to all but administrators', async () => {
    const admin = administrator(db);
    const absent = [
      () => getProfile(admin, 'none'),
      () => getProfileVersion(admin, { name: 'shop', version: 9 }),
      () => diffProfileVersions(admin, { name: 'shop', from: 1, to: 9 }),
    ];
    for (const read of absent) await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const operator = contextOf(db, { role: 'OPERATOR' });
    const refused = [
      () => listProfiles(operator),
      () => getProfile(operator, 'shop'),
      () => getProfileVersion(operator, { name: 'shop', version: 1 }),
    ];
    for (const read of refused) await expect(read()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
