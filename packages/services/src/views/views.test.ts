import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { changeView } from './change-view.ts';
import { createView } from './create-view.ts';
import { deleteView } from './delete-view.ts';
import { listViews } from './list-views.ts';
import { maxViews } from './view-settings.ts';

let db: TestDatabase;
let ada: ReturnType<typeof contextOf>;
let bob: ReturnType<typeof contextOf>;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.pool.query('TRUNCATE raydeck."user" CASCADE');
  [ada, bob] = [await person('ada'), await person('bob')];
});

async function person(name: string) {
  const { rows } = await db.pool.query<{ id: string }>(
    `INSERT INTO raydeck."user" (email, name, password_hash, role) VALUES ($1, $1, 'x', 'VIEWER') RETURNING id`,
    [`${name}@example.com`],
  );
  return contextOf(db, { kind: 'user', userId: rows[0]?.id ?? '' });
}

const failures = { name: 'Failures', search: 'queue:mail state:failed', columns: ['queue', 'createdAt'] };

it('keeps a view for its person alone, its filter in the bar’s own order', async () => {
  const made = await createView(ada, { ...failures, name: '  Failures ' });
  expect(made).toMatchObject({ name: 'Failures', search: 'state:failed queue:mail', isDefault: false });
  expect(await listViews(ada)).toEqual([made]);
  expect(await listViews(bob)).toEqual([]);
  await expect(changeView(bob, { id: made.id, name: 'Mine' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(deleteView(bob, { id: made.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await deleteView(ada, { id: made.id });
  expect(await listViews(ada)).toEqual([]);
  await expect(deleteView(ada, { id: made.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('renames, changes what is shown, and refuses a name twice', async () => {
  const { id } = await createView(ada, failures);
  await createView(ada, { ...failures, name: 'Others' });
  await createView(bob, failures);
  await expect(createView(ada, failures)).rejects.toMatchObject({ code: 'CONFLICT', path: 'name' });
  await expect(changeView(ada, { id, name: 'Others' })).rejects.toMatchObject({ code: 'CONFLICT', path: 'name' });
  expect(await changeView(ada, { id, name: 'Failures' })).toMatchObject({ name: 'Failures' });
  const changed = await changeView(ada, { id, name: 'Mail', search: 'tag:"big order"', columns: [] });
  expect(changed).toMatchObject({ id, name: 'Mail', search: 'tag:"big order"', columns: [] });
});

it('has one default at most, also when two are chosen at once', async () => {
  const first = await createView(ada, { ...failures, isDefault: true });
  const second = await createView(ada, { ...failures, name: 'Others', isDefault: true });
  const defaults = async () => (await listViews(ada)).filter(({ isDefault }) => isDefault).map(({ id }) => id);
  expect(await defaults()).toEqual([second.id]);
  await Promise.all([first, second].map(({ id }) => changeView(ada, { id, isDefault: true })));
  expect(await defaults()).toHaveLength(1);
  for (const { id } of [first, second]) await changeView(ada, { id, isDefault: false });
  expect(await defaults()).toEqual([]);
});

it('ends at its cap, also for views that are made at once', async () => {
  for (let at = 2; at < maxViews; at += 1) await createView(ada, { ...failures, name: `v${at}` });
  const made = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => createView(ada, { ...failures, name })));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await listViews(ada)).toHaveLength(maxViews);
  await expect(createView(ada, { ...failures, name: 'more' })).rejects.toMatchObject({ code: 'PRECONDITION' });
});

it('refuses junk with the path of what is wrong', async () => {
  const refused = async (change: object, path: string) =>
    expect(createView(ada, { ...failures, ...change })).rejects.toMatchObject({ code: 'INVALID', path });
  await refused({ name: ' ' }, 'name');
  await refused({ name: 'x'.repeat(81) }, 'name');
  await refused({ name: 'a\u0000b' }, 'name');
  await refused({ search: 'state:nothing' }, 'search');
  await refused({ search: 'colour:red' }, 'search');
  await refused({ search: `tag:${'x'.repeat(2_000)}` }, 'search');
  await refused({ columns: ['a b'] }, 'columns[0]');
  await expect(changeView(ada, { id: 'x', name: 'y' })).rejects.toMatchObject({ code: 'INVALID', path: 'id' });
});

it('is nothing for keys', async () => {
  const key = keyContext(db, { scopes: ['admin'] });
  await expect(listViews(key)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(createView(key, failures)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
