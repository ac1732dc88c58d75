import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStep, type TaskBudget } from './next-step.ts';
import type { Ask, Budget, Ending } from './outcome.ts';
import { backoffMs, completePolicy, defaultRetryPolicy, lossLimit, snoozeLimit } from './retry-policy.ts';

const error = { class: 'shop.Refused', message: 'no', traceback: null };
const ended = (budget: Budget, change: Partial<Ending> = {}): Ending => {
  return { state: 'FAILED', result: null, error, exitCode: null, budget, retryable: true, ...change };
};
const fresh: TaskBudget = { failures: 0, losses: 0, snoozes: 0, maxAttempts: 3, retryPolicy: defaultRetryPolicy };

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

  const snoozed: Partial<Ending> = { state: 'CANCELED', ask: { kind: 'snooze', afterSeconds: 60 } };
  const askFor = (ask: Ask) => ended('failure', { ask });
  const named = (...classPaths: string[]) =>
    ended('failure', { error: { ...error, class: classPaths[0] ?? '', classPaths } });
  const listing = (lists: { retryOn?: string[]; giveUpOn?: string[] }): TaskBudget => {
    return { ...fresh, retryPolicy: completePolicy(lists) };
  };

  it('lets a task that snoozes come back after the delay that it asked for, whatever of its budgets is left', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100 }), fc.nat({ max: 5 }), random, (failures, losses, drawn) => {
        const task = { ...fresh, failures, losses, maxAttempts: 1, snoozes: 6 };
        expect(nextStep(ended('snooze', snoozed), task, drawn)).toEqual({
          move: 'snooze',
          delayMs: 60_000,
          reason: `snooze 7 of ${snoozeLimit}`,
        });
      }),
    );
  });

  it('retries when a task asks for it, after the delay that it asked for and whatever the lists say', () => {
    const task = listing({ retryOn: ['shop.Busy'], giveUpOn: ['shop.Refused'] });
    const step = nextStep(askFor({ kind: 'retry', afterSeconds: 0.25 }), task, 0.5);
    expect(step).toEqual({ move: 'retry', delayMs: 250, reason: 'failure 1 of 3, it asked for a retry' });
  });

  it('retries as the policy says when a task asks for it without a delay', () => {
    const step = nextStep(askFor({ kind: 'retry', afterSeconds: null }), { ...fresh, failures: 1 }, 0.5);
    expect(step).toMatchObject({ move: 'retry', delayMs: backoffMs(defaultRetryPolicy, 2, 0.5) });
  });

  it('lets no task ask for more attempts than it has', () => {
    const step = nextStep(askFor({ kind: 'retry', afterSeconds: 1 }), { ...fresh, failures: 2 }, 0);
    expect(step).toEqual({ move: 'end', state: 'FAILED', reason: 'failure 3 of 3' });
  });

  it('ends a task that gives up', () => {
    const ending = ended('failure', { retryable: false, ask: { kind: 'give_up' } });
    expect(nextStep(ending, fresh, 0)).toEqual({ move: 'give_up', state: 'FAILED', reason: 'it gave up' });
  });

  it.each<[string, { retryOn?: string[]; giveUpOn?: string[] }, string | null]>([
    ['its own class is given up on', { giveUpOn: ['shop.Declined'] }, 'giveUpOn has shop.Declined'],
    ['a base of it is', { giveUpOn: ['shop.Other', 'builtins.Exception'] }, 'giveUpOn has builtins.Exception'],
    ['both lists have it', { retryOn: ['shop.Declined'], giveUpOn: ['shop.Refused'] }, 'giveUpOn has shop.Refused'],
    ['others are retried', { retryOn: ['shop.Other'] }, 'retryOn does not have it'],
    ['a base of it is retried', { retryOn: ['shop.Other', 'shop.Refused'] }, null],
    ['others are given up on', { giveUpOn: ['shop.Other', 'Declined', 'shop.Decline'] }, null],
    ['the lists are empty', { retryOn: [], giveUpOn: [] }, null],
  ])('asks the lists for the class and its bases: %s', (_, lists, reason) => {
    const step = nextStep(named('shop.Declined', 'shop.Refused', 'builtins.Exception'), listing(lists), 0);
    expect(step).toMatchObject(reason === null ? { move: 'retry' } : { move: 'give_up', state: 'FAILED', reason });
  });

  it('knows the class alone where the execution side told no bases', () => {
    expect(nextStep(ended('failure'), listing({ giveUpOn: ['shop.Refused'] }), 0)).toMatchObject({ move: 'give_up' });
    expect(nextStep(ended('failure'), listing({ giveUpOn: ['builtins.Exception'] }), 0)).toMatchObject({
      move: 'retry',
    });
  });

  it('does not hold the lists against a loss, nor against what never started', () => {
    const task = listing({ retryOn: ['shop.Other'], giveUpOn: ['shop.Refused'] });
    for (const budget of ['loss', 'none'] as const) expect(nextStep(ended(budget), task, 0).move).toBe('retry');
  });

  const path = fc.constantFrom('a.A', 'b.B', 'c.C', 'd.D');
  const paths = fc.uniqueArray(path, { minLength: 1 });

  it('retries exactly what no giveUpOn has and an empty retryOn or one of its members does, for all lists', () => {
    fc.assert(
      fc.property(paths, fc.array(path), fc.array(path), (classPaths, retryOn, giveUpOn) => {
        const isIn = (list: string[]) => classPaths.some((own) => list.includes(own));
        const isRetried = !isIn(giveUpOn) && (retryOn.length === 0 || isIn(retryOn));
        const step = nextStep(named(...classPaths), listing({ retryOn, giveUpOn }), 0);
        expect(step.move).toBe(isRetried ? 'retry' : 'give_up');
      }),
    );
  });
});
