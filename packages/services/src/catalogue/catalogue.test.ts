import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator, put } from '../profiles/profile.fixture.ts';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { enqueueTasks, enqueueTasksWithin, type NewTask } from '../tasks/enqueue-tasks.ts';
import { listCallables } from './list-callables.ts';
import { listCatalogue } from './list-catalogue.ts';
import { type CataloguePut, putCatalogue } from './put-catalogue.ts';

let db: TestDatabase;
let app: Login;

type Entries = CataloguePut['entries'];

const integer = { type: 'integer' };
const charge = (schema: Record<string, unknown> = integer): Entries[number] => ({
  callable: 'shop.tasks.charge',
  kind: 'raydeck',
  doc: 'Charges a card.',
  owner: 'payments',
  parameters: [
    { name: 'order', kind: 'positional_or_keyword', required: true, schema },
    { name: 'amount', kind: 'keyword_only', required: false, default: 1, schema: { type: 'number' } },
  ],
  returns: { type: 'object' },
  options: { queue: 'default', maxAttempts: 3 },
});

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
  await put(app, 'shop');
  await put(app, 'other');
  await db.pool.query(`INSERT INTO raydeck.queue (name, profile, allowed_profiles) VALUES ('shop', 'shop', '{other}')`);
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const putEntries = (name: string, version: number, entries: Entries) =>
  putCatalogue(administrator(app), { name, version, entries });
const enqueue = (...tasks: NewTask[]) => enqueueTasks(contextOf(app, { role: 'OPERATOR' }), tasks);
const call = (args: string, kwargs = '{}', more: Partial<NewTask> = {}): NewTask => ({
  callable: 'shop.tasks.charge',
  args,
  kwargs,
  queue: 'shop',
  ...more,
});

describe('the catalogue of a profile version', () => {
  it('is replaced as a whole, and listed for the current versions', async () => {
    await putEntries('other', 1, [{ ...charge(), callable: 'other.gone' }]);
    expect(await putEntries('other', 1, [charge(), { ...charge(), callable: 'other.b', isAsync: true }])).toEqual({
      count: 2,
    });
    const listed = await listCatalogue(contextOf(app), { profile: 'other' });
    expect(listed.map(({ callable }) => callable)).toEqual(['other.b', 'shop.tasks.charge']);
    expect(listed[1]).toEqual({ ...charge(), isAsync: false, profile: 'other', version: 1 });
    expect(await listCatalogue(contextOf(app), { profile: 'other', callable: 'other.b' })).toHaveLength(1);
    expect(await listCatalogue(keyContext(app, { callables: ['other'] }), { profile: 'other' })).toHaveLength(1);
    expect(await listCallables(contextOf(app))).toEqual(expect.arrayContaining(listed.map(({ callable }) => callable)));
    expect(await listCallables(keyContext(app, { callables: ['nowhere'] }))).toEqual([]);
    const audit = await db.prisma.auditLog.findFirst({ where: { action: 'catalogue.put' }, orderBy: { id: 'desc' } });
    expect(audit).toMatchObject({ targetId: 'other', after: { version: 1, count: 2 } });
    await put(app, 'other', { envVars: { A: '1' } });
    expect(await listCatalogue(contextOf(app), { profile: 'other' })).toEqual([]);
  });

  it.each<[string, object[]]>([
    ['entries[0].parameters[0].schema', [charge({ type: 'strnig' })]],
    ['entries[0].parameters[0].schema', [charge({ $ref: 'https://x.example/a' })]],
    ['entries[0].callable', [{ ...charge(), callable: 'charge' }]],
    ['entries[0].kind', [{ ...charge(), kind: 'celery' }]],
    ['entries[1].nonsense', [charge(), { ...charge(), callable: 'a.b', nonsense: 1 }]],
    ['entries[0]', [{ ...charge(), doc: 'a\0b' }]],
    ['entries[0]', [{ ...charge(), options: { x: 'x'.repeat(70_000) } }]],
    ['entries', [charge(), charge()]],
  ])('is refused at %s when that is wrong', async (path, entries) => {
    await expect(putEntries('shop', 1, entries as Entries)).rejects.toMatchObject({ code: 'INVALID', path });
  });

  it('needs an administrator, and a version that is there', async () => {
    await expect(putEntries('shop', 9, [])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(putEntries('none', 1, [])).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const operator = putCatalogue(contextOf(app, { role: 'OPERATOR' }), { name: 'shop', version: 1, entries: [] });
    await expect(operator).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('an enqueue', () => {
  it('is held against what the queue’s profile knows, before anything is written', async () => {
    await putEntries('shop', 1, [charge()]);
    await enqueue(call('[1]'), call('[]', '{"order": 1, "amount": 1.5}'));
    const count = () => db.prisma.task.count();
    const before = await count();
    for (const [task, path] of [
      [call('["1"]'), 'tasks[1].args[0]'],
      [call('[1]', '{"amount": "1"}'), 'tasks[1].kwargs.amount'],
      [call('[1]', '{"amuont": 1}'), 'tasks[1].kwargs.amuont'],
      [call('[1, 2]'), 'tasks[1].args[1]'],
      [call('[]'), 'tasks[1].kwargs.order'],
    ] as const) {
      await expect(enqueue(call('[1]'), task)).rejects.toMatchObject({ code: 'INVALID', path });
    }
    expect(await count()).toBe(before);
  });

  it('is held against the profile that the task names, and against none where nothing is known', async () => {
    await enqueue(call('["1"]', '{}', { queue: 'default' }), call('["1"]', '{}', { profile: 'other' }));
    await enqueue(call('["1"]', '{}', { callable: 'shop.tasks.unknown' }));
    const named = enqueue(call('["1"]', '{}', { queue: 'default', profile: 'shop' }));
    await expect(named).rejects.toMatchObject({ code: 'INVALID', path: 'tasks[0].args[0]' });
  });

  it('counts digits beyond 2^53 as what they are', async () => {
    const [task] = await enqueue(call('[9007199254740993]'));
    expect((await db.prisma.task.findUniqueOrThrow({ where: { id: task?.id ?? '' } })).args).toBe('[9007199254740993]');
  });

  it('sees at once what was put since, and a version that is current since', async () => {
    await putEntries('shop', 1, [charge({ type: 'string' })]);
    await enqueue(call('["1"]'));
    await expect(enqueue(call('[1]'))).rejects.toMatchObject({ code: 'INVALID' });
    await put(app, 'shop', { envVars: { A: '1' } });
    await enqueue(call('[1]'));
    await putEntries('shop', 2, [charge()]);
    await expect(enqueue(call('["1"]'))).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('answers again what was accepted before the catalogue changed', async () => {
    await putEntries('shop', 2, [charge()]);
    const [first] = await enqueue(call('[7]', '{}', { idempotencyKey: 'seven' }));
    await putEntries('shop', 2, [charge({ type: 'string' })]);
    expect(await enqueue(call('[7]', '{}', { idempotencyKey: 'seven' }))).toEqual([{ id: first?.id, replayed: true }]);
    await expect(enqueue(call('[7]', '{}', { idempotencyKey: 'another' }))).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('is held against it within a transaction of the caller’s too', async () => {
    const enqueueWithin = db.prisma.$transaction((tx) =>
      enqueueTasksWithin(tx, contextOf(db, { role: 'OPERATOR' }), [call('[1]')]),
    );
    await expect(enqueueWithin).rejects.toMatchObject({ code: 'INVALID', path: 'tasks[0].args[0]' });
  });
});
