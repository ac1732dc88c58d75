import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttemptFacts, judge } from './judgement.ts';
import type { EndCause, Observation } from './runner.ts';

type Over = Extract<Observation, { kind: 'ended' | 'absent' }>;

const ended = (cause: EndCause, exitCode: number | null = null): Over => {
  return { kind: 'ended', exitCode, cause, detail: null, nodeId: null };
};
const absent: Over = { kind: 'absent', detail: 'Ray knows no such job' };
const verdict = (seen: Over, started: boolean, stopReason: AttemptFacts['stopReason'] = null): string => {
  const { state, error, budget, retryable } = judge(seen, { started, stopReason });
  return [state, error?.class, budget, retryable ? 'retryable' : 'final'].join(' ');
};

const causes: readonly EndCause[] = [
  'exited',
  'stopped',
  'runtime_env_setup_failed',
  'unschedulable',
  'start_timed_out',
  'actor_died',
  'gateway_ended',
  'start_failed',
];
const observations: fc.Arbitrary<Over> = fc.oneof(
  fc.record({ kind: fc.constant('absent' as const), detail: fc.string() }),
  fc.record({
    kind: fc.constant('ended' as const),
    exitCode: fc.option(fc.integer({ min: -64, max: 255 })),
    cause: fc.constantFrom(...causes),
    detail: fc.option(fc.string()),
    nodeId: fc.constant(null),
  }),
);
const facts = fc.record<AttemptFacts>({
  started: fc.boolean(),
  stopReason: fc.constantFrom(null, 'cancel', 'timeout', 'silence'),
});

describe('judge', () => {
  it.each<[string, Over, boolean, string]>([
    ['exit 0 without an outcome', ended('exited', 0), true, 'FAILED ResultMissing failure retryable'],
    ['exit 1', ended('exited', 1), true, 'FAILED ProcessExited failure retryable'],
    ['an exit without a code', ended('exited'), true, 'FAILED ProcessExited failure retryable'],
    ['SIGKILL through a shell', ended('exited', 137), true, 'FAILED ProcessKilled failure retryable'],
    ['SIGKILL', ended('exited', -9), true, 'FAILED ProcessKilled failure retryable'],
    ['an outcome that nobody took', ended('exited', 75), true, 'LOST Lost loss retryable'],
    ['one that the gate refused, after another had passed it', ended('exited', 76), true, 'LOST Lost loss retryable'],
    ['an exit before the gate', ended('exited', 1), false, 'FAILED StartFailed loss retryable'],
    ['exit 0 before the gate', ended('exited', 0), false, 'FAILED StartFailed loss retryable'],
    ['a stop from outside', ended('stopped'), true, 'LOST Lost loss retryable'],
    ['a stop before the gate', ended('stopped'), false, 'FAILED Lost loss retryable'],
    ['no environment', ended('runtime_env_setup_failed'), false, 'FAILED RuntimeEnvSetupFailed loss retryable'],
    ['no room', ended('unschedulable'), false, 'FAILED RayUnschedulable loss retryable'],
    ['no start in time', ended('start_timed_out'), false, 'FAILED StartTimedOut loss retryable'],
    ['a dead supervisor', ended('actor_died'), true, 'LOST RayActorDied loss retryable'],
    ['a gateway that ended under it', ended('gateway_ended'), true, 'LOST GatewayEnded loss retryable'],
    ['a failed start', ended('start_failed'), false, 'FAILED StartFailed loss retryable'],
    ['a record that is gone', absent, true, 'LOST Lost loss retryable'],
    ['a record that is gone, never started', absent, false, 'LOST Lost none retryable'],
  ])('names %s', (_, seen, started, expected) => {
    expect(verdict(seen, started)).toBe(expected);
  });

  it.each<[NonNullable<AttemptFacts['stopReason']>, string]>([
    ['cancel', 'CANCELED Canceled none final'],
    ['timeout', 'FAILED TimedOut failure retryable'],
    ['silence', 'LOST Lost loss retryable'],
  ])('gives our own reason to end it, whatever the execution looks like: %s', (stopReason, expected) => {
    fc.assert(
      fc.property(observations, fc.boolean(), (seen, started) => {
        expect(verdict(seen, started, stopReason)).toBe(expected);
      }),
    );
  });

  it('never says that something succeeded, and always says what went wrong', () => {
    fc.assert(
      fc.property(observations, facts, (seen, known) => {
        const ending = judge(seen, known);
        expect(ending.state).not.toBe('SUCCEEDED');
        expect(ending.result).toBeNull();
        expect(ending.error?.message).toMatch(/\S/);
      }),
    );
  });

  it('cancels only what was canceled', () => {
    fc.assert(
      fc.property(observations, facts, (seen, known) => {
        expect(judge(seen, known).state === 'CANCELED').toBe(known.stopReason === 'cancel');
      }),
    );
  });

  it('never counts against maxAttempts what never started, unless its own timeout ended it', () => {
    fc.assert(
      fc.property(observations, facts, (seen, known) => {
        fc.pre(!known.started && known.stopReason !== 'timeout');
        expect(judge(seen, known).budget).not.toBe('failure');
      }),
    );
  });

  it('passes on exit code and detail', () => {
    const seen: Over = { kind: 'ended', exitCode: 3, cause: 'start_failed', detail: 'no such image', nodeId: null };
    const { exitCode, error } = judge(seen, { started: false, stopReason: null });
    expect({ exitCode, message: error?.message }).toEqual({
      exitCode: 3,
      message: 'Ray could not start the job. no such image',
    });
  });
});
