import { readdirSync, readFileSync } from 'node:fs';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

let kit: WorkerKit;
beforeAll(async () => {
  kit = await createWorkerKit('ray_job');
  await kit.startWorker();
});
afterAll(() => kit.close());

const callable = 'raydeck.demo.in_parallel';

/** Processes of Ray's that run a piece: their titles say so. */
function pieces(): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).startsWith('ray::_piece'));
}

/** Empty for one that has ended meanwhile. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test('a task spreads its work over the cluster, and its page shows how far it is', async () => {
  const task = await kit.finished(await kit.enqueue({ callable, args: '[4, 0.2]' }));
  expect(task.state).toBe('SUCCEEDED');
  expect(task.attempts[0]?.progress).toMatchObject({ current: 4, total: 4 });
});

test('a cancel of the task reaches the children of its attempt', async () => {
  const id = await kit.enqueue({ callable, args: '[4, 600]' });
  await until('a piece to run', () => pieces().length > 0, { everyMs: 200 });
  await kit.cancel(id);
  expect((await kit.finished(id)).state).toBe('CANCELED');
  await until('no piece to run on', () => pieces().length === 0, { everyMs: 200 });
});
