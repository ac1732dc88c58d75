import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NewTask, openAttemptLog, publishProfile } from '@raydeck/services';
import { zipDirectory } from '@raydeck/ray';
import { isAlive, until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorkerKit, type FinishedTask, type WorkerKit } from './worker-kit.ts';

/** What a task can see of its process, and what it can do to it. */
const code = `
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time

import raydeck

marks = []

@raydeck.task
def where():
    marks.append(1)
    os.environ["LEFT_BEHIND"] = "yes"
    return [os.getpid(), os.getppid(), len(marks)]

@raydeck.task
def speaks(name):
    print(f"{name} speaks")
    subprocess.run(["echo", f"{name}'s child speaks"], check=True)
    return name

@raydeck.task
def says_and_leaves(code):
    print("last words", flush=True)
    os._exit(code)

@raydeck.task
def floods_and_dies():
    for number in range(1, 100_001):
        print(number)
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)

@raydeck.task
def crashes():
    ctypes.string_at(0)

@raydeck.task
def counts(steps):
    for step in range(steps):
        raydeck.context().progress(step + 1, steps, "counts")
        time.sleep(0.5)
    return steps

@raydeck.task
def heeds():
    while not raydeck.context().cancelled:
        time.sleep(0.05)
    print("heard it")
    raydeck.context().check_cancelled()

@raydeck.task
def deaf(path):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(["sleep", "600"])
    pathlib.Path(path).write_text(f"{os.getpid()} {child.pid}")
    while True:
        time.sleep(1)

@raydeck.task
def grows(megabytes, seconds):
    held = bytearray(b"x") * (megabytes * 1024 * 1024)
    while time.process_time() < seconds:
        pass
    return len(held)

def double(number):
    return 2 * number

@raydeck.task
def parallel():
    return [raydeck.ray_resources().is_cluster, *raydeck.parallel_map(double, [1, 2])]
`;

const isolated: Partial<NewTask> = { resources: { isolation: 'process' }, maxAttempts: 1 };

let kit: WorkerKit;
let folder: string;

beforeAll(async () => {
  kit = await createWorkerKit('ray_core');
  // One actor: what a task does to it, the next one meets.
  await kit.startWorker({ CONCURRENCY: 16, RAY_CORE_MAX_ACTORS: 1, LOG_LIMIT_BYTES: 200_000 });
  folder = await mkdtemp(join(tmpdir(), 'raydeck-isolation-'));
  await writeFile(join(folder, 'isolated.py'), code);
  await publishProfile(kit.db, { name: 'isolated', code: await zipDirectory(folder), queue: 'default' });
}, 60_000);
afterAll(async () => {
  await kit?.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const enqueue = (callable: string, args: unknown[] = [], more: Partial<NewTask> = {}): Promise<string> =>
  kit.enqueue({ callable, args: JSON.stringify(args), ...isolated, ...more });

const run = async (callable: string, args: unknown[] = [], more: Partial<NewTask> = {}): Promise<FinishedTask> =>
  kit.finished(await enqueue(callable, args, more));

const Place = z.tuple([z.number(), z.number(), z.number()]);

/** What the task `deaf` writes down: its own process, and the child that it has started. */
const pidsIn = (file: string): Promise<number[]> =>
  until('its pids', async () => {
    const text = await readFile(file, 'utf8').catch(() => '');
    return text.includes(' ') ? text.split(' ').map(Number) : null;
  });

/** From what stands behind the command's name: state, parent, … */
async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

const timeout = 180_000;

test('each task has a process of its own, forked by one actor', { timeout }, async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => enqueue('isolated.where')));
  const tasks = await Promise.all(ids.map((id) => kit.finished(id)));
  expect(tasks.every(({ state, attemptCount }) => state === 'SUCCEEDED' && attemptCount === 1)).toBe(true);
  const places = tasks.map(({ result }) => Place.parse(JSON.parse(result ?? 'null')));
  expect(new Set(places.map(([pid]) => pid)).size).toBe(6);
  expect(new Set(places.map(([, server]) => server)).size).toBe(1);
  expect(places.map(([, , marks]) => marks)).toEqual([1, 1, 1, 1, 1, 1]);
  for (const [pid] of places) expect(isAlive(pid)).toBe(false);
});

test('a task that asks for nothing shares an actor beside them', { timeout }, async () => {
  const task = await run('isolated.where', [], { resources: { isolation: 'actor' } });
  expect(task.state).toBe('SUCCEEDED');
  expect(task.attempts[0]?.rayActorId).toEqual(expect.any(String));
});

test('an exception fails it with class, message and the traceback of user code', { timeout }, async () => {
  const { attempts } = await run('raydeck.demo.deep_failure');
  expect(attempts).toMatchObject([{ state: 'FAILED', errorClass: 'builtins.ValueError' }]);
  expect(attempts[0]?.traceback).toMatch(/^Traceback[^]+demo\.py[^]+ValueError: .+\n$/);
  expect(attempts[0]?.traceback).not.toContain('process_child');
});

test(
  'SystemExit is an exception; an exit past it is told by its code, with what was printed',
  { timeout },
  async () => {
    const [exit, left] = [await run('sys.exit', [3]), await run('isolated.says_and_leaves', [7])];
    expect(exit.attempts).toMatchObject([{ state: 'FAILED', errorClass: 'builtins.SystemExit' }]);
    expect(left.attempts).toMatchObject([
      { state: 'FAILED', errorClass: 'ProcessExited', exitCode: 7, logTail: 'last words\n' },
    ]);
  },
);

test('what was printed before it was killed is kept, head and tail', { timeout }, async () => {
  const [attempt] = (await run('isolated.floods_and_dies')).attempts;
  expect(attempt).toMatchObject({ state: 'FAILED', errorClass: 'ProcessKilled' });
  expect(Number(attempt?.logBytes)).toBeGreaterThan(588_000);
  expect(attempt?.logTail).toMatch(/\n99999\n100000\n$/);
  const pieces: Uint8Array[] = [];
  for await (const piece of (await openAttemptLog(kit.context, attempt?.id ?? '')).body) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  expect(text).toMatch(/^1\n2\n3\n[^]*\[raydeck: \d+ bytes left out\][^]*\n99999\n100000\n/);
});

test('a crash fails it alone: its actor goes on', { timeout }, async () => {
  const [before, crashed, after] = [
    await run('isolated.where'),
    await run('isolated.crashes'),
    await run('isolated.where'),
  ];
  expect(crashed).toMatchObject({ state: 'FAILED', losses: 0 });
  expect(crashed.attempts[0]?.exitCode).toBe(139);
  expect(crashed.attempts[0]?.logTail).toContain('in crashes');
  const actors = [before, crashed, after].map(({ attempts }) => attempts[0]?.rayActorId);
  expect(new Set(actors).size).toBe(1);
});

test('what each prints is its own', { timeout }, async () => {
  const names = ['a', 'b', 'c'];
  const ids = await Promise.all(names.map((name) => enqueue('isolated.speaks', [name])));
  const tasks = await Promise.all(ids.map((id) => kit.finished(id)));
  expect(tasks.map(({ attempts }) => attempts[0]?.logTail)).toEqual(
    names.map((name) => `${name} speaks\n${name}'s child speaks\n`),
  );
});

test('progress, memory and time are its own, and told while it runs', { timeout }, async () => {
  const id = await enqueue('isolated.counts', [8]);
  const { attemptId } = await kit.running(id);
  await until('progress of the running task', () =>
    kit.db.prisma.attempt.findFirst({
      where: { id: attemptId, state: 'RUNNING', progress: { path: ['total'], equals: 8 } },
    }),
  );
  const counted = await kit.finished(id);
  expect(counted.attempts[0]?.progress).toMatchObject({ current: 8, total: 8, message: 'counts' });
  const [grown, next] = [await run('isolated.grows', [300, 0.5]), await run('isolated.counts', [1])];
  expect(Number(grown.attempts[0]?.peakMemoryBytes)).toBeGreaterThan(300_000_000);
  expect(Number(grown.attempts[0]?.cpuSeconds)).toBeGreaterThan(0.4);
  expect(Number(next.attempts[0]?.peakMemoryBytes)).toBeLessThan(200_000_000);
});

test('a cancel is heeded by code that looks', { timeout }, async () => {
  const id = await enqueue('isolated.heeds');
  await kit.running(id);
  await kit.cancel(id);
  const task = await kit.finished(id);
  expect(task).toMatchObject({ state: 'CANCELED', attempts: [{ state: 'CANCELED' }] });
  expect(task.attempts[0]?.logTail).toContain('heard it');
});

test('a cancel ends by force what does not listen, with its children, and not its actor', { timeout }, async () => {
  const file = join(folder, 'deaf');
  const before = await run('isolated.where');
  const id = await enqueue('isolated.deaf', [file]);
  await kit.running(id);
  const pids = await pidsIn(file);
  await kit.cancel(id);
  expect(await kit.finished(id)).toMatchObject({ state: 'CANCELED', attempts: [{ state: 'CANCELED' }] });
  await until('its processes to end', () => pids.every((pid) => !isAlive(pid)));
  const after = await run('isolated.where');
  expect(after.attempts[0]?.rayActorId).toBe(before.attempts[0]?.rayActorId);
});

test('a timeout ends it, whatever it does', { timeout }, async () => {
  const sleeps = await run('time.sleep', [300], { timeoutSeconds: 1 });
  expect(sleeps.attempts).toMatchObject([{ state: 'FAILED', errorClass: 'TimedOut' }]);
  const deaf = await run('isolated.deaf', [join(folder, 'late')], { timeoutSeconds: 1 });
  expect(deaf.attempts).toMatchObject([{ state: 'FAILED', errorClass: 'TimedOut' }]);
});

test('it uses Ray itself as a driver of its own, with the code of its profile', { timeout }, async () => {
  const task = await run('isolated.parallel');
  expect(task.attempts[0]?.errorMessage ?? null).toBeNull();
  expect(task).toMatchObject({ state: 'SUCCEEDED', result: '[true, 2, 4]' });
});

test('everything of a lane ends with its actor', { timeout }, async () => {
  const file = join(folder, 'orphans');
  const id = await enqueue('isolated.deaf', [file], { maxAttempts: 1 });
  await kit.running(id);
  const pids = await pidsIn(file);
  const server = await parentOf(pids[0] ?? 0);
  process.kill(await parentOf(server), 'SIGKILL');
  expect(await kit.finished(id)).toMatchObject({ state: 'FAILED', attempts: [{ errorClass: 'ProcessKilled' }] });
  await until('its processes to end', () => [server, ...pids].every((pid) => !isAlive(pid)));
});
