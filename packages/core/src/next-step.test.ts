import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStep, type TaskBudget } from './next-step.ts';
import type { Budget, Ending } from './outcome.ts';
import { backoffMs, defaultRetryPolicy, lossLimit } from './retry-policy.ts';

const error = { class: 'shop.Refused', message: 'no', traceback: null };
const ended = (budget: Budget, change: Partial<Ending> = {}): Ending => {
  return { state: 'FAILED', result: null, error, exitCode: null, budget, retryable: true, ...change };
};
const fresh: TaskBudget = { failures: 0, losses: 0, maxAttempts: 3, retryPolicy: defaultRetryPolicy };

const budgets = fc.constantFrom<Budget[]>('failure', 'loss', 'none');
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const endings = fc.record<Ending>({
  state: fc.constantFrom('SUCCEEDED', 'FAILED', 'CANCELED', 'LOST'),
  result: fc.constant(null),
  error: fc.constant(error),
  exitCode: fc.constant(null),
  budget: budgets,
  retryable: fc.boolean(),
});

/** Lets attempts end in these ways, counting as the finish does, until the task is over. */
function run(ways: readonly Budget[], maxAttempts: number): TaskBudget & { ended: boolean; attempts: number } {
  const task = { ...fresh, maxAttempts };
  for (const [index, way] of ways.entries()) {
    const step = nextStep(ended(way), task, 0);
    task.failures += way === 'failure' ? 1 : 0;
    task.losses += way === 'loss' ? 1 : 0;
    if (step.move === 'end') return { ...task, ended: true, attempts: index + 1 };
  }
  return { ...task, ended: false, attempts: ways.length };
}

const times = (count: number, way: Budget): Budget[] => Array.from({ length: count }, () => way);

describe('nextStep', () => {
  it('never lets a task fail more than maxAttempts times, nor get lost more often than its own limit', () => {
    fc.assert(
      fc.property(fc.array(budgets, { maxLength: 300 }), fc.integer({ min: 1, max: 100 }), (ways, maxAttempts) => {
        const task = run(ways, maxAttempts);
        expect(task.failures).toBeLessThanOrEqual(maxAttempts);
        expect(task.losses).toBeLessThanOrEqual(lossLimit);
        expect(task.ended).toBe(task.failures === maxAttempts || task.losses === lossLimit);
      }),
    );
  });

  it('fails a task at its maxAttempts-th failure and not before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (maxAttempts) => {
        const task = run(times(200, 'failure'), maxAttempts);
        expect(task).toMatchObject({ ended: true, attempts: maxAttempts });
      }),
    );
  });

  it('retries forever what never started, and counts nothing for it', () => {
    expect(run(times(1000, 'none'), 1)).toMatchObject({ ended: false, failures: 0, losses: 0 });
  });

  it('ends a task at its fifth loss, however many attempts its policy allows', () => {
    expect(run(times(10, 'loss'), 100)).toMatchObject({ ended: true, attempts: 5, failures: 0 });
  });

  it('ends at once what is not retryable, succeeded or was canceled, whatever is left', () => {
    fc.assert(
      fc.property(endings, random, (ending, drawn) => {
        const step = nextStep(ending, { ...fresh, maxAttempts: 100 }, drawn);
        const isOver = !ending.retryable || ending.state === 'SUCCEEDED' || ending.state === 'CANCELED';
        const final = ending.state === 'LOST' ? 'FAILED' : ending.state;
        expect(step).toMatchObject(isOver ? { move: 'end', state: final } : { move: 'retry' });
      }),
    );
  });

  it.each<[Budget, Partial<TaskBudget>, number]>([
    ['failure', { failures: 2, losses: 4, maxAttempts: 9 }, 3],
    ['loss', { failures: 7, losses: 1, maxAttempts: 9 }, 2],
    ['none', { failures: 7, losses: 4, maxAttempts: 9 }, 1],
  ])('waits as long as the count of its own kind says: %s', (budget, counts, steps) => {
    const task = { ...fresh, ...counts };
    expect(nextStep(ended(budget), task, 0.25)).toMatchObject({
      move: 'retry',
      delayMs: backoffMs(defaultRetryPolicy, steps, 0.25),
    });
  });

  it('says why, with the count', () => {
    expect(nextStep(ended('failure'), fresh, 0).reason).toBe('failure 1 of 3');
    expect(nextStep(ended('failure'), { ...fresh, failures: 2 }, 0).reason).toBe('failure 3 of 3');
    expect(nextStep(ended('loss', { state: 'LOST' }), fresh, 0).reason).toBe('loss 1 of 5');
    expect(nextStep(ended('none'), fresh, 0).reason).toBe('it never started');
    expect(nextStep(ended('failure', { retryable: false }), fresh, 0).reason).toBe('shop.Refused is not retried');
  });
});
