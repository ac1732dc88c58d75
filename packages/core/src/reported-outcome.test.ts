import { describe, expect, it } from 'vitest';
import { endingOfOutcome, type ReportedOutcome, type ReportFacts } from './reported-outcome.ts';
import { snoozeLimit } from './retry-policy.ts';

const error = { class: 'shop.Refused', message: 'no money', traceback: 'Traceback', retryable: true };
const facts = (cancelRequested: boolean, isOverdue: boolean): ReportFacts => ({
  cancelRequested,
  isOverdue,
  snoozes: 0,
});
const everything = [facts(false, false), facts(true, false), facts(false, true), facts(true, true)];
const outcome = (state: ReportedOutcome['state'], change: Partial<ReportedOutcome> = {}): ReportedOutcome => {
  return { state, result: null, error, ...change };
};

describe('endingOfOutcome', () => {
  it('believes a success, also after a wish to cancel or a timeout: it truly happened', () => {
    for (const known of everything) {
      expect(endingOfOutcome(outcome('SUCCEEDED', { result: '{"n": 1}', error: null }), known)).toEqual({
        state: 'SUCCEEDED',
        result: '{"n": 1}',
        error: null,
        exitCode: null,
        budget: 'none',
        retryable: false,
      });
    }
  });

  it('counts a failure, also after a wish to cancel or a timeout, as retryable as it says', () => {
    for (const known of everything) {
      expect(endingOfOutcome(outcome('FAILED'), known)).toMatchObject({
        state: 'FAILED',
        error: { class: 'shop.Refused', message: 'no money', traceback: 'Traceback' },
        budget: 'failure',
        retryable: true,
      });
      const final = outcome('FAILED', { error: { ...error, retryable: false } });
      expect(endingOfOutcome(final, known)).toMatchObject({ state: 'FAILED', budget: 'failure', retryable: false });
    }
  });

  it.each<[string, ReportFacts, string]>([
    ['by a wish to cancel', facts(true, false), 'CANCELED shop.Refused none false'],
    ['by a wish to cancel, however late', facts(true, true), 'CANCELED shop.Refused none false'],
    ['when its time was up', facts(false, true), 'FAILED TimedOut failure true'],
    ['by somebody else', facts(false, false), 'LOST Lost loss true'],
  ])('tells why an execution was ended: %s', (_, known, expected) => {
    const ending = endingOfOutcome(outcome('CANCELED'), known);
    expect([ending.state, ending.error?.class, ending.budget, ending.retryable].join(' ')).toBe(expected);
  });

  it('names what failed without saying how', () => {
    const ending = endingOfOutcome(outcome('FAILED', { error: null }), facts(false, false));
    expect(ending).toMatchObject({ error: { class: 'ResultMissing' }, budget: 'failure', retryable: true });
  });

  it('drops a result that comes with anything but success', () => {
    for (const state of ['FAILED', 'CANCELED'] as const) {
      for (const known of everything) expect(endingOfOutcome(outcome(state, { result: '1' }), known).result).toBeNull();
    }
  });

  it('hands on what a failure asked for, and retries nothing that gives up, whatever else it says', () => {
    const retry = { kind: 'retry', afterSeconds: 5 } as const;
    for (const known of everything) {
      expect(endingOfOutcome(outcome('FAILED', { error: { ...error, ask: retry } }), known)).toMatchObject({
        budget: 'failure',
        retryable: true,
        ask: retry,
      });
      const gaveUp = outcome('FAILED', { error: { ...error, ask: { kind: 'give_up' } } });
      expect(endingOfOutcome(gaveUp, known)).toMatchObject({ state: 'FAILED', budget: 'failure', retryable: false });
    }
    expect(endingOfOutcome(outcome('FAILED', { error: { ...error, ask: null } }), facts(false, false)).ask).toBe(
      undefined,
    );
  });

  it('takes a snooze for no failure until the task has snoozed as often as it may', () => {
    const snooze = { kind: 'snooze', afterSeconds: 5 } as const;
    const report = outcome('FAILED', { error: { ...error, ask: snooze } });
    expect(endingOfOutcome(report, { ...facts(false, false), snoozes: snoozeLimit - 1 })).toEqual({
      state: 'CANCELED',
      result: null,
      error: { class: 'Snoozed', message: 'no money', traceback: null },
      exitCode: null,
      budget: 'snooze',
      retryable: true,
      ask: snooze,
    });
    expect(endingOfOutcome(report, { ...facts(false, false), snoozes: snoozeLimit })).toMatchObject({
      state: 'FAILED',
      error: { class: 'SnoozedTooOften' },
      budget: 'failure',
      retryable: false,
    });
  });
});
