import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;
const valid = { callable: 'shop.tasks.charge' };
const Answer = z.object({ items: z.array(z.object({ id: z.string(), replayed: z.boolean() })) });

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(() => api.signIn('OPERATOR'));

const post = (body: unknown, headers?: Record<string, string>) =>
  api.send('POST', '/tasks/batch', { body, ...(headers && { headers }) });
const countTasks = () => api.db.prisma.task.count();

describe('POST /tasks/batch', () => {
  it('enqueues a thousand tasks and answers in their order', async () => {
    const tasks = Array.from({ length: 1000 }, (_, at) => ({ ...valid, args: [at] }));
    const { status, text } = await post({ tasks });
    expect(status).toBe(201);
    const { items } = Answer.parse(JSON.parse(text));
    const rows = await api.db.prisma.task.findMany({ where: { id: { in: items.map(({ id }) => id) } } });
    const argsOf = new Map(rows.map(({ id, args }) => [id, args]));
    expect(items.map(({ id }) => argsOf.get(id))).toEqual(tasks.map(({ args }) => JSON.stringify(args)));
  });

  it('keeps args and kwargs of each to the character', async () => {
    const blank = fc.constantFrom('', ' ', '\n\t');
    const argument = fc.oneof(
      fc.constantFrom('12345678901234567890', '1e22', '-0.0', '{"10": 1, "2": 2}', '"]}, \\"["', '[ ]'),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    const task = fc.tuple(blank, fc.array(argument, { maxLength: 3 }), argument, fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(task, { minLength: 1, maxLength: 5 }), async (given) => {
        const texts = given.map(([space, items, value]) => ({
          args: `[${space}${items.join(`${space},`)}]`,
          kwargs: `{${space}"b":${space}${value}, "a": 1.0}`,
        }));
        const members = texts.map(({ args, kwargs }, at) =>
          given[at]?.[3]
            ? `"args":${args},"callable":"a.b","kwargs" : ${kwargs}`
            : `"kwargs":${kwargs},"callable":"a.b","args":${args}`,
        );
        const { text } = await post(`{"tasks" :[ {${members.join('} , {')}}]}`);
        const { items } = Answer.parse(JSON.parse(text));
        for (const [at, { id }] of items.entries()) {
          expect(await api.db.prisma.task.findUniqueOrThrow({ where: { id } })).toMatchObject(texts[at] ?? {});
        }
      }),
      { numRuns: 40 },
    );
  });

  it('replays keys one by one, and answers 200 when nothing is new', async () => {
    const [first, second] = [
      { ...valid, idempotencyKey: 'batch-1' },
      { ...valid, idempotencyKey: 'batch-2' },
    ];
    const one = Answer.parse(JSON.parse((await post({ tasks: [first] })).text));
    const both = await post({ tasks: [first, second] });
    expect(both.status).toBe(201);
    expect(Answer.parse(JSON.parse(both.text)).items).toMatchObject([
      { id: one.items[0]?.id, replayed: true },
      { replayed: false },
    ]);
    expect((await post({ tasks: [second, first] })).status).toBe(200);
  });

  it.each([
    ['tasks', { tasks: [] }, 400],
    ['tasks', { tasks: Array.from({ length: 1001 }, () => valid) }, 400],
    ['tasks', {}, 400],
    ['tasks[1].callable', { tasks: [valid, {}] }, 400],
    ['tasks[1].extra', { tasks: [valid, { ...valid, extra: 1 }] }, 400],
    [
      'tasks[1].retry.delaySeconds',
      { tasks: [valid, { ...valid, retry: { backoff: 'fixed', delaySeconds: -1 } }] },
      400,
    ],
    ['tasks[1].args', `{"tasks":[{"callable":"a.b"},{"callable":"a.b","args":[1],"args":[2]}]}`, 400],
    ['tasks[1].kwargs.__proto__', `{"tasks":[{"callable":"a.b"},{"callable":"a.b","kwargs":{"__proto__":1}}]}`, 400],
    ['tasks[1].concurrencyKey', { tasks: [valid, { ...valid, concurrencyKey: 'k'.repeat(201) }] }, 400],
    ['tasks[1].runAt', { tasks: [valid, { ...valid, runAt: '9999-12-31T23:59:59-01:00' }] }, 400],
    ['tasks[1].queue', { tasks: [valid, { ...valid, queue: 'nowhere' }] }, 404],
    ['tasks[1].profile', { tasks: [valid, { ...valid, profile: 'none' }] }, 404],
  ])('refuses all for a bad %s and writes nothing', async (path, body, status) => {
    const before = await countTasks();
    expect((await post(body)).body).toMatchObject({ status, errors: [{ path }] });
    expect(await countTasks()).toBe(before);
  });

  it('refuses all for one key used with another task', async () => {
    await post({ tasks: [{ ...valid, idempotencyKey: 'taken' }] });
    const before = await countTasks();
    const answer = await post({ tasks: [valid, { ...valid, args: [1], idempotencyKey: 'taken' }] });
    expect(answer.body).toMatchObject({ status: 409, errors: [{ path: 'tasks[1].idempotencyKey' }] });
    expect(await countTasks()).toBe(before);
  });

  it('refuses the header that means one task', async () => {
    const answer = await post({ tasks: [valid] }, { 'idempotency-key': 'a' });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'Idempotency-Key' }] });
  });

  it('refuses all when a key does not reach one of them', async () => {
    const key = await api.key(['tasks:write'], { callables: ['mail'] });
    const before = await countTasks();
    const body = { tasks: [{ callable: 'mail.send' }, valid] };
    expect((await api.send('POST', '/tasks/batch', { key, body })).status).toBe(403);
    expect(await countTasks()).toBe(before);
  });
});
