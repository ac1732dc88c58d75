import { openAttemptLog } from '@raydeck/services';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

let kit: WorkerKit;
beforeAll(async () => {
  kit = await createWorkerKit('ray_job');
  await kit.startWorker({ LOG_LIMIT_BYTES: 200_000 });
});
afterAll(() => kit.close());

test('what a job printed before it was killed is fetched from Ray, and stays', async () => {
  const id = await kit.enqueue({
    callable: 'os.system',
    args: JSON.stringify(['seq 1 100000; kill -9 $PPID']),
    maxAttempts: 1,
  });
  const task = await kit.finished(id);
  expect(task.attempts[0]).toMatchObject({ errorClass: 'ProcessKilled' });
  const attemptId = task.attempts[0]?.id ?? '';
  const attempt = await until('the log to be fetched', async () => {
    const row = await kit.db.prisma.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    return row.logWanted ? null : row;
  });
  expect(Number(attempt.logBytes)).toBeGreaterThan(588_000);
  expect(attempt.logTail).toMatch(/\n99999\n100000\n/);
  const pieces: Uint8Array[] = [];
  for await (const piece of (await openAttemptLog(kit.context, attemptId)).body) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  expect(text).toMatch(/\n1\n2\n3\n[\s\S]*\[raydeck: \d+ bytes left out\][\s\S]*\n99999\n100000\n/);
});
