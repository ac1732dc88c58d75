import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipDirectory } from '@raydeck/ray';
import { publishProfile } from '@raydeck/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorkerKit, type FinishedTask, type WorkerKit } from './worker-kit.ts';

/** Says of each call which process it ran in, and how often the hook had run there. */
const lanes = `
import asyncio
import os
import time

import raydeck

started, here = [], set()


@raydeck.on_start
def load():
    started.append(raydeck.context().task_id)


@raydeck.task
def where(seconds=0.0):
    time.sleep(seconds)
    return [os.getpid(), len(started)]


@raydeck.task
async def meet(number, others):
    print(f"{number} came")
    here.add(number)
    while len(here) <= others:
        await asyncio.sleep(0.05)
    return [os.getpid(), raydeck.context().attempt_id]


@raydeck.task
async def pause(seconds):
    await asyncio.sleep(seconds)
    return [os.getpid(), raydeck.context().attempt_id]


@raydeck.task
async def deaf():
    while True:
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            print("asked in vain")


@raydeck.task
def grow(megabytes):
    started.extend(b"x" * 1_000_000 for _ in range(megabytes))
    return [os.getpid(), 1]
`;

const broken = `
import raydeck


@raydeck.on_start
def load():
    raise FileNotFoundError("no model here")


@raydeck.task
def work():
    return 1
`;

let kit: WorkerKit;

beforeAll(async () => {
  kit = await createWorkerKit('ray_core');
  await kit.startWorker({
    CONCURRENCY: 16,
    RAY_CORE_MAX_ACTORS: 1,
    RAY_CORE_ACTOR_TASKS: 10,
    RAY_CORE_ACTOR_MEGABYTES: 400,
  });
  const folder = await mkdtemp(join(tmpdir(), 'raydeck-lanes-'));
  await writeFile(join(folder, 'lanes.py'), lanes);
  await writeFile(join(folder, 'broken.py'), broken);
  await publishProfile(kit.db, { name: 'lanes', code: await zipDirectory(folder), queue: 'default' });
  await rm(folder, { recursive: true });
}, 60_000);
afterAll(() => kit?.close(), 60_000);

const all = async (...tasks: { callable: string; args?: string; maxAttempts?: number }[]): Promise<FinishedTask[]> => {
  const ids = await Promise.all(tasks.map((task) => kit.enqueue(task)));
  return Promise.all(ids.map((id) => kit.finished(id)));
};

/** What the tasks above return: the process, and what else they are asked for. */
const Place = z.tuple([z.number(), z.union([z.number(), z.string()])]);
const placesOf = (tasks: FinishedTask[]): z.output<typeof Place>[] =>
  tasks.map(({ result }) => Place.parse(JSON.parse(result ?? 'null')));

test(
  'a hook runs once in each actor, and an actor is replaced after its tasks without harm to any',
  { timeout: 180_000 },
  async () => {
    const tasks = await all(...Array.from({ length: 40 }, () => ({ callable: 'lanes.where', args: '[0.3]' })));
    expect(tasks.every(({ state, attemptCount }) => state === 'SUCCEEDED' && attemptCount === 1)).toBe(true);
    const places = placesOf(tasks);
    expect(new Set(places.map(([, hooks]) => hooks))).toEqual(new Set([1]));
    expect(new Set(places.map(([pid]) => pid)).size).toBeGreaterThan(1);
  },
);

test(
  'coroutine functions run at once in one actor, each with its context and its log',
  { timeout: 180_000 },
  async () => {
    const tasks = await all(
      ...Array.from({ length: 8 }, (_, index) => ({ callable: 'lanes.meet', args: `[${index}, 7]` })),
    );
    expect(tasks.every(({ state, attemptCount }) => state === 'SUCCEEDED' && attemptCount === 1)).toBe(true);
    const results = placesOf(tasks);
    expect(new Set(results.map(([pid]) => pid)).size).toBe(1);
    expect(results.map(([, attemptId]) => attemptId)).toEqual(tasks.map(({ attempts }) => attempts[0]?.id));
    expect(tasks.map(({ attempts }) => attempts[0]?.logTail)).toEqual(tasks.map((_, index) => `${index} came\n`));
  },
);

test('a coroutine that does not stop is ended, and one beside it comes to its end', { timeout: 180_000 }, async () => {
  const deaf = await kit.enqueue({ callable: 'lanes.deaf', timeoutSeconds: 2, maxAttempts: 1 });
  await kit.running(deaf);
  const beside = await kit.enqueue({ callable: 'lanes.pause', args: '[9]', maxAttempts: 1 });
  expect((await kit.finished(deaf)).attempts).toMatchObject([{ state: 'FAILED', errorClass: 'TimedOut' }]);
  expect(await kit.finished(beside)).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1 });
});

test('an actor that has grown too large is replaced', { timeout: 180_000 }, async () => {
  const [grown] = placesOf(await all({ callable: 'lanes.grow', args: '[500]' }));
  const [next] = placesOf(await all({ callable: 'lanes.where' }));
  expect(next?.[0]).not.toBe(grown?.[0]);
});

test('a hook that raises fails the task by its name', { timeout: 180_000 }, async () => {
  const [task] = await all({ callable: 'broken.work', maxAttempts: 1 });
  expect(task?.attempts).toMatchObject([
    {
      state: 'FAILED',
      errorClass: 'raydeck.OnStartFailed',
      errorMessage: 'broken.load: FileNotFoundError: no model here',
    },
  ]);
});
