import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyContext } from '../reading/fixtures.ts';
import { administrator, packageOf, put, testKeyRing } from './profile.fixture.ts';
import { createProfileVersions } from './profile-versions.ts';
import { putProfile } from './put-profile.ts';
import { secretContext } from './keep-secrets.ts';
import { storePackage } from './store-package.ts';

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

const versionsOf = (name: string) => db.prisma.profile.findMany({ where: { name }, orderBy: { version: 'asc' } });
const auditOf = (targetId: string) => db.prisma.auditLog.findMany({ where: { targetId }, orderBy: { id: 'asc' } });
const image = { source: { kind: 'image' as const } };

describe('putProfile', () => {
  it('makes a version for each change, and none when nothing differs', async () => {
    const settings = {
      requirements: { installer: 'pip' as const, packages: ['numpy==2', 'cowsay'] },
      envVars: { B: '2', A: '1' },
      python: 'python3.12',
      djangoSettingsModule: 'shop.settings',
    };
    expect(await put(app, 'a', settings)).toEqual({ name: 'a', version: 1, isNew: true });
    expect(await put(app, 'a', { ...settings, envVars: { A: '1', B: '2' } })).toEqual({
      name: 'a',
      version: 1,
      isNew: false,
    });
    expect(await put(app, 'a', { ...settings, python: null })).toEqual({ name: 'a', version: 2, isNew: true });
    expect(await put(app, 'a', settings)).toMatchObject({ version: 3, isNew: true });
    expect(await versionsOf('a')).toHaveLength(3);
  });

  it('never changes a version that is there: what was claimed with it stays what it was', async () => {
    await put(app, 'b', { envVars: { A: '1' } });
    const [before] = await versionsOf('b');
    await put(app, 'b', { envVars: { A: '2' } });
    expect((await versionsOf('b'))[0]).toEqual(before);
  });

  it('keeps code by its address, a commit on GitHub as the archive that stands for it', async () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const git = { source: { kind: 'uri' as const, uri: `git+https://github.com/acme/shop@${commit}` } };
    await put(app, 'c', git);
    expect(await versionsOf('c')).toMatchObject([
      { sourceUri: `https://github.com/acme/shop/archive/${commit}.zip`, packageHash: null },
    ]);
    expect(await put(app, 'c', git)).toMatchObject({ isNew: false });
  });

  it('takes a package that was uploaded, and no other', async () => {
    const code = packageOf('zip');
    await storePackage(app, code);
    await put(app, 'd', { source: { kind: 'package', hash: code.hash } });
    expect(await versionsOf('d')).toMatchObject([{ packageHash: code.hash, sourceUri: null }]);
    const absent = put(app, 'd', { source: { kind: 'package', hash: packageOf('absent').hash } });
    await expect(absent).rejects.toMatchObject({ code: 'PRECONDITION', path: 'source.hash' });
  });

  it('writes one audit row for each version, with what differs and the reason', async () => {
    await put(app, 'e', { envVars: { A: '1' } }, 'a new shop');
    await put(app, 'e', { envVars: { A: '1' } });
    await put(app, 'e', { envVars: { A: '2' } });
    expect(await auditOf('e')).toMatchObject([
      {
        action: 'profile.publish',
        actor: 'user:ada@example.com',
        actorRole: 'ADMIN',
        reason: 'a new shop',
        before: null,
        after: { version: 1, 'source.kind': 'image', 'envVars.A': '1' },
      },
      { before: { version: 1, 'envVars.A': '1' }, after: { version: 2, 'envVars.A': '2' }, reason: null },
    ]);
    expect((await versionsOf('e'))[0]?.reason).toBe('a new shop');
  });

  it.each([
    ['settings.envVars.PATH', { envVars: { PATH: '/x' } }],
    ['settings.envVars.RAY_ADDRESS', { envVars: { RAY_ADDRESS: 'x' } }],
    ['settings.envVars.A', { envVars: { A: 'x\0' } }],
    ['settings.envVars', { envVars: { A: 'x'.repeat(70_000) } }],
    ['settings.secrets.LD_PRELOAD', { secrets: { LD_PRELOAD: 'x' } }],
    ['settings.secrets.A', { secrets: { A: 'x' }, envVars: { A: 'y' } }],
    ['settings.secrets.A', { secrets: { A: '' } }],
    ['settings.requirements.packages[1]', { requirements: { installer: 'pip', packages: ['a', '-r x'] } }],
    ['settings.requirements.packages', { requirements: { installer: 'uv', packages: ['a', 'a'] } }],
    [
      'settings.requirements.packages',
      { requirements: { installer: 'uv', packages: Array.from({ length: 201 }, (_, i) => `a${i}`) } },
    ],
    ['settings.requirements.installer', { requirements: { installer: 'conda', packages: ['a'] } }],
    ['settings.source.uri', { source: { kind: 'uri', uri: 'file:///etc/x.zip' } }],
    ['settings.source.kind', { source: { kind: 'directory' } }],
    ['settings.python', { python: 'python; id' }],
    ['settings.python', { python: '/usr/bin/python3', requirements: { installer: 'pip', packages: ['a'] } }],
    ['settings.djangoSettingsModule', { djangoSettingsModule: 'shop/settings' }],
    ['settings.pyExecutable', { pyExecutable: 'python' }],
  ])('refuses %s', async (path, settings) => {
    const putting = put(app, 'refused', settings as never);
    await expect(putting).rejects.toMatchObject({ code: 'INVALID', path });
    expect(await versionsOf('refused')).toEqual([]);
  });

  it('is for administrators, and for keys that reach everything', async () => {
    const attempt = (context: Parameters<typeof putProfile>[0]) => putProfile(context, { name: 'f', settings: image });
    for (const role of ['VIEWER', 'OPERATOR'] as const) {
      const person = { ...administrator(app), principal: { ...administrator(app).principal, role } as never };
      await expect(attempt(person)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await expect(attempt(keyContext(app, { scopes: ['tasks:operate'] }))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(attempt(keyContext(app, { scopes: ['admin'], queues: ['mail'] }))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await attempt(keyContext(app, { scopes: ['admin'] }))).toMatchObject({ isNew: true });
  });

  it('never makes one version twice: of many at once the later ones are told', async () => {
    const tries = await Promise.allSettled(
      ['1', '2', '3', '4'].map((value) => put(app, 'g', { envVars: { A: value } })),
    );
    const failures = tries.filter((tried) => tried.status === 'rejected').map(({ reason }): unknown => reason);
    for (const failure of failures) expect(failure).toMatchObject({ code: 'CONFLICT' });
    const versions = (await versionsOf('g')).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, at) => at + 1));
    expect(versions).toHaveLength(4 - failures.length);
    expect(await auditOf('g')).toHaveLength(versions.length);
  });
});

describe('a secret', () => {
  it('is nowhere to be read: not in the table, not in the audit log', async () => {
    await put(app, 's', { secrets: { API_KEY: 'hunter2-hunter2' } });
    await put(app, 's', { secrets: { API_KEY: 'hunter3-hunter3' } });
    const { rows } = await db.pool.query<{ text: string }>(
      `SELECT string_agg(p::text, '') || (SELECT string_agg(a::text, '') FROM raydeck.audit_log AS a) AS text FROM raydeck.profile AS p`,
    );
    expect(rows[0]?.text).toContain('API_KEY');
    for (const value of ['hunter2', 'hunter3']) {
      expect(rows[0]?.text).not.toContain(value);
      expect(rows[0]?.text).not.toContain(Buffer.from(value).toString('base64url').slice(0, -2));
    }
    expect((await auditOf('s')).map(({ before, after }) => [before, after])).toMatchObject([
      [null, { 'secrets.API_KEY': 'set' }],
      [{ 'secrets.API_KEY': 'set' }, { 'secrets.API_KEY': 'changed' }],
    ]);
  });

  it('is what it was when it is kept, or set to the same again, which makes no version', async () => {
    const settings = { secrets: { API_KEY: 'hunter2' } };
    await put(app, 't', settings);
    expect(await put(app, 't', settings)).toMatchObject({ version: 1, isNew: false });
    expect(await put(app, 't', { secrets: { API_KEY: true } })).toMatchObject({ version: 1, isNew: false });
    await put(app, 't', { secrets: { API_KEY: true, OTHER: 'x' } });
    const [one, two] = await versionsOf('t');
    const stored = await createProfileVersions(app).get(two?.id ?? '');
    expect(testKeyRing.decrypt(stored.secrets['API_KEY'] ?? '', secretContext('t', 'API_KEY'))).toBe('hunter2');
    expect(one?.secrets).toHaveProperty('API_KEY', stored.secrets['API_KEY']);
  });

  it('goes when it is not named, and cannot be kept when it was never there', async () => {
    await put(app, 'u', { secrets: { API_KEY: 'hunter2' } });
    await put(app, 'u');
    expect((await versionsOf('u')).map(({ secrets }) => Object.keys(secrets as object))).toEqual([['API_KEY'], []]);
    const kept = put(app, 'u', { secrets: { API_KEY: true } });
    await expect(kept).rejects.toMatchObject({ code: 'INVALID', path: 'secrets.API_KEY' });
  });

  it('cannot be moved to another profile', async () => {
    await put(app, 'v', { secrets: { API_KEY: 'hunter2' } });
    const [row] = await versionsOf('v');
    const { secrets } = await createProfileVersions(app).get(row?.id ?? '');
    const read = (profile: string, name: string) =>
      testKeyRing.decrypt(secrets['API_KEY'] ?? '', secretContext(profile, name));
    expect(read('v', 'API_KEY')).toBe('hunter2');
    expect(() => read('w', 'API_KEY')).toThrow('for this place');
    expect(() => read('v', 'OTHER')).toThrow('for this place');
  });

  it('needs a key to keep it, and says which setting brings one', async () => {
    const without = { ...administrator(app), keyRing: undefined };
    const settings = { ...image, secrets: { API_KEY: 'hunter2' } };
    const putting = putProfile(without, { name: 'x', settings });
    await expect(putting).rejects.toMatchObject({
      code: 'PRECONDITION',
      message: expect.stringContaining('ENCRYPTION_KEYS'),
    });
    await expect(putting).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
    expect(await versionsOf('x')).toEqual([]);
  });
});
