import { randomUUID } from 'node:crypto';
import type { Isolation, RunnerName } from '@raydeck/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { abandonAttempt } from './abandon-attempt.ts';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

/** What people see is the same whichever runner executes: each runner passes this, on a real worker and the real thing below. */
export function workerConformance(runner: RunnerName, isolation?: Isolation): void {
  describe(`worker with ${[runner, isolation].filter(Boolean).join(', ')}`, { timeout: 120_000 }, () => {
    let kit: WorkerKit;

    beforeAll(async () => {
      const made = await createWorkerKit(runner);
      kit = { ...made, enqueue: (task) => made.enqueue({ ...task, resources: isolation && { isolation } }) };
      await kit.startWorker();
    }, 60_000);
    afterAll(() => kit.close(), 60_000);

    test.concurrent('a task runs once and its result survives digit for digit', async () => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.add', args: '[9007199254740993, 2]' });
      const task = await kit.finished(id);
      expect(task).toMatchObject({
        state: 'SUCCEEDED',
        result: '9007199254740995',
        attemptCount: 1,
        failures: 0,
        losses: 0,
      });
      expect(task.attempts).toMatchObject([{ state: 'SUCCEEDED', runner, number: 1 }]);
    });

    test.concurrent('an exception fails the attempt with class, message and traceback', async () => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.deep_failure', maxAttempts: 1 });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'FAILED', result: null, failures: 1 });
      expect(task.attempts).toMatchObject([{ state: 'FAILED', errorClass: 'builtins.ValueError' }]);
      expect(task.attempts[0]?.traceback).toMatch(/ValueError: .+\n$/);
    });

    test.concurrent(
      'a failing task is retried with backoff until it succeeds, and keeps all its attempts',
      async () => {
        const retry = { backoff: 'fixed', delaySeconds: 0.1 } as const;
        const id = await kit.enqueue({ callable: 'raydeck.demo.third_time_lucky', maxAttempts: 3, retry });
        const task = await kit.finished(id);
        expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 3, failures: 2 });
        expect(task.attempts.map(({ state }) => state)).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
        expect(task.events.map(({ kind }) => kind)).toEqual(['retry_scheduled', 'retry_scheduled']);
      },
    );

    test.concurrent('a task that asks for a retry gets it after its own delay, and it counts', async () => {
      const retry = { backoff: 'fixed', delaySeconds: 3600, giveUpOn: ['raydeck.Retry'] } as const;
      const id = await kit.enqueue({ callable: 'raydeck.demo.asks_again', args: '[0.1]', maxAttempts: 2, retry });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 2, failures: 1, snoozes: 0 });
      expect(task.attempts.map(({ errorClass }) => errorClass)).toEqual(['raydeck.Retry', null]);
    });

    test.concurrent('a task that gives up fails at once, whatever the policy', async () => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.gives_up', maxAttempts: 5 });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'FAILED', attemptCount: 1, failures: 1 });
      expect(task.events).toMatchObject([{ kind: 'given_up', reason: 'raydeck.GiveUp, it gave up' }]);
    });

    test.concurrent('a task that snoozes comes back, and has used up none of its attempts', async () => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.snoozes_twice', args: '[0.1]', maxAttempts: 1 });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 3, failures: 0, losses: 0, snoozes: 2 });
      expect(task.attempts.map(({ state }) => state)).toEqual(['CANCELED', 'CANCELED', 'SUCCEEDED']);
      expect(task.events.map(({ kind }) => kind)).toEqual(['snoozed', 'snoozed']);
    });

    test.concurrent('a class derived from one that is given up on is not retried, another one is', async () => {
      const policy = { backoff: 'listed', delaysSeconds: [0.1] } as const;
      const enqueue = (giveUpOn: string[]) =>
        kit.enqueue({ callable: 'raydeck.demo.third_time_lucky', maxAttempts: 3, retry: { ...policy, giveUpOn } });
      const [derived, other] = await Promise.all([enqueue(['builtins.OSError']), enqueue(['builtins.ValueError'])]);
      const [given, retried] = await Promise.all([kit.finished(derived), kit.finished(other)]);
      expect(given).toMatchObject({ state: 'FAILED', attemptCount: 1, events: [{ kind: 'given_up' }] });
      expect(given.attempts[0]?.errorClass).toBe('builtins.ConnectionError');
      expect(retried).toMatchObject({ state: 'SUCCEEDED', attemptCount: 3, failures: 2 });
    });

    test.concurrent('wrong arguments fail at once, whatever the policy', async () => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.greet', args: '[1, 2, 3]', maxAttempts: 5 });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'FAILED', attemptCount: 1 });
      expect(task.attempts[0]?.errorClass).toBe('InvalidArguments');
    });

    test.concurrent('a task that runs longer than its timeout is stopped and fails', async () => {
      const id = await kit.enqueue({
        callable: 'raydeck.demo.long_task',
        args: '[300]',
        timeoutSeconds: 1,
        maxAttempts: 1,
      });
      const task = await kit.finished(id);
      expect(task.state).toBe('FAILED');
      expect(task.attempts).toMatchObject([{ state: 'FAILED', errorClass: 'TimedOut' }]);
    });

    test.concurrent('a waiting task is canceled at once and never starts', async () => {
      const runAt = new Date(Date.now() + 3_600_000).toISOString();
      const id = await kit.enqueue({ callable: 'raydeck.demo.add', args: '[1, 2]', runAt });
      await kit.cancel(id);
      expect(await kit.finished(id)).toMatchObject({ state: 'CANCELED', attemptCount: 0 });
    });

    test.concurrent('a running task is canceled when its execution is known to be over', async () => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.long_task', args: '[300]' });
      await kit.running(id);
      await kit.cancel(id);
      const task = await kit.finished(id);
      expect(task.state).toBe('CANCELED');
      expect(task.attempts).toMatchObject([{ state: 'CANCELED', number: 1 }]);
    });

    test.concurrent('a process that kills itself is named killed and counts as a failure', async () => {
      const id = await kit.enqueue({ callable: 'signal.raise_signal', args: '[9]', maxAttempts: 1 });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'FAILED', failures: 1 });
      expect(task.attempts[0]?.errorClass).toBe('ProcessKilled');
    });

    test.concurrent('a process that exits with 0 and no outcome has not succeeded', async () => {
      const id = await kit.enqueue({ callable: 'os._exit', args: '[0]', maxAttempts: 1 });
      const task = await kit.finished(id);
      expect(task.state).toBe('FAILED');
      expect(task.attempts[0]?.errorClass).toBe('ResultMissing');
    });

    test.concurrent('what a task prints is kept with its attempt', async () => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.noisy', args: '[20]' });
      const task = await kit.finished(id);
      expect(task.attempts[0]?.logTail?.split('\n').length).toBeGreaterThan(15);
    });

    test.concurrent('an attempt whose worker and execution are gone is lost, and the task runs again', async () => {
      const id = await kit.enqueue({
        callable: 'raydeck.demo.add',
        args: '[1, 2]',
        retry: { backoff: 'fixed', delaySeconds: 0 },
        runAt: new Date(Date.now() + 3_600_000).toISOString(),
      });
      await abandonAttempt(kit.db, { taskId: id, runner, executionId: randomUUID(), silentSeconds: 400 });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 2, failures: 0, losses: 1 });
      expect(task.attempts.map(({ state }) => state)).toEqual(['LOST', 'SUCCEEDED']);
      expect(task.events.map(({ kind }) => kind)).toEqual(['adopted', 'retry_scheduled']);
    });

    test.concurrent('an attempt whose worker died between claim and submit is submitted by its adopter', async () => {
      const id = await kit.enqueue({
        callable: 'raydeck.demo.add',
        args: '[1, 2]',
        runAt: new Date(Date.now() + 3_600_000).toISOString(),
      });
      await abandonAttempt(kit.db, { taskId: id, runner, executionId: null, silentSeconds: 0 });
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1, losses: 0 });
      expect(task.events.map(({ kind }) => kind)).toEqual(['adopted']);
    });
  });
}
