import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkerKit, type WorkerKit } from './conformance/worker-kit.ts';
import type { Worker } from './worker.ts';

let kit: WorkerKit;
let worker: Worker;

beforeAll(async () => {
  kit = await createWorkerKit('local');
  worker = await kit.startWorker();
});
afterAll(() => kit?.close());

const scrape = async () => {
  const answer = await fetch(`${worker.healthUrl}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  return answer.text();
};

it('a scrape tells what has run, and the leader what waits', async () => {
  await kit.finished(await kit.enqueue({ callable: 'operator.add', args: '[1, 2]' }));
  await kit.finished(await kit.enqueue({ callable: 'operator.truediv', args: '[1, 0]', maxAttempts: 1 }));
  await kit.enqueue({ callable: 'operator.add', runAt: new Date(Date.now() + 3_600_000).toISOString() });
  const labels = '{queue="default",runner="local"}';
  const told = [`tasks_succeeded_total${labels} 1`, `tasks_failed_total${labels} 1`, 'raydeck_worker_has_lease 1'];
  // A lease that was lost for a moment on a busy machine comes back.
  await until('all to be told', async () => {
    const lines = (await scrape()).split('\n');
    return told.every((line) => lines.includes(line));
  });
  await until(
    'the leader to tell what waits',
    async () => (await scrape()).split('\n').includes('tasks_queued{queue="default"} 1'),
    { everyMs: 500 },
  );
});
