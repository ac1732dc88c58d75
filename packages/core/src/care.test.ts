import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptStates, isAttemptLive } from './attempt-state.ts';
import { type Care, careFor, type CareLimits, type Charge } from './care.ts';
import type { Observation } from './runner.ts';

const limits: CareLimits = { silenceMs: 60_000, judgeHeldMs: 600_000, settleMs: 15_000, exitGraceMs: 10_000 };
const submitted: Charge = {
  state: 'SUBMITTED',
  submittedMs: 1000,
  startedAgeMs: null,
  silentMs: null,
  finishedAgeMs: null,
  cancelRequested: false,
  timeoutMs: null,
};
const running: Charge = { ...submitted, state: 'RUNNING', startedAgeMs: 1000, silentMs: 100 };
const succeeded: Charge = { ...running, state: 'SUCCEEDED', finishedAgeMs: 100 };
const lost: Charge = { ...running, state: 'LOST', finishedAgeMs: 100, silentMs: 70_000 };

const seen = {
  nothing: null,
  pending: { kind: 'pending', detail: null },
  running: { kind: 'running', nodeId: null },
  ended: { kind: 'ended', exitCode: 1, cause: 'exited', detail: null, nodeId: null },
  absent: { kind: 'absent', detail: 'gone' },
  restarted: { kind: 'absent', detail: 'gone', isRestarted: true },
  begun: { kind: 'ended', exitCode: null, cause: 'gateway_ended', detail: null, nodeId: null, isStarted: true },
  refused: { kind: 'ended', exitCode: 76, cause: 'exited', detail: null, nodeId: null },
  unknown: { kind: 'unknown', detail: 'no answer' },
} satisfies Record<string, Observation | null>;

const ages = fc.option(fc.double({ min: 0, max: 1_000_000, noNaN: true }));
const charges = fc
  .record<Charge>({
    state: fc.constantFrom(...attemptStates),
    submittedMs: ages,
    startedAgeMs: ages,
    silentMs: ages,
    finishedAgeMs: ages,
    cancelRequested: fc.boolean(),
    timeoutMs: ages,
  })
  // As the CHECKs on the table have it: a finished attempt has its time, a live one has none.
  .map((charge) => ({ ...charge, finishedAgeMs: isAttemptLive(charge.state) ? null : (charge.finishedAgeMs ?? 0) }));
const observations = fc.constantFrom<(Observation | null)[]>(...Object.values(seen));
const allLimits = fc.record<CareLimits>({
  silenceMs: fc.nat({ max: 500_000 }),
  judgeHeldMs: fc.nat({ max: 1_000_000 }),
  settleMs: fc.nat({ max: 100_000 }),
  exitGraceMs: fc.nat({ max: 100_000 }),
});
const isOver = (observation: Observation | null) => observation?.kind === 'ended' || observation?.kind === 'absent';

/** Holds the property against thousands of cases; `true` also where it says nothing of the case. */
function expectAlways(
  holds: (care: Care, charge: Charge, observation: Observation | null, known: CareLimits) => boolean,
): void {
  fc.assert(
    fc.property(charges, observations, allLimits, (charge, observation, known) =>
      holds(careFor(charge, observation, known), charge, observation, known),
    ),
    { numRuns: 2000 },
  );
}

describe('careFor, in all cases', () => {
  it('judges only executions that are seen to be over', () => {
    expectAlways((care, _, observation) => care.do !== 'judge' || isOver(observation));
  });

  it('releases only executions that are seen to be over, of attempts that are', () => {
    expectAlways(
      (care, charge, observation) => care.do !== 'release' || (isOver(observation) && charge.finishedAgeMs !== null),
    );
  });

  it('stops only executions that are seen to be there', () => {
    expectAlways(
      (care, _, observation) =>
        care.do !== 'stop' || observation?.kind === 'pending' || observation?.kind === 'running',
    );
  });

  it('does nothing to what nobody can see now, but send what was not sent and cancel what has not started', () => {
    expectAlways(
      (care, _, observation) =>
        (observation !== null && observation.kind !== 'unknown') ||
        ['wait', 'submit', 'cancel-unstarted'].includes(care.do),
    );
  });

  it('blames silence only when the judge itself has heard from the others for a full period', () => {
    expectAlways((care, charge, _, known) => {
      const blames =
        (care.do === 'stop' && care.reason === 'silence') ||
        (care.do === 'judge' && care.facts.stopReason === 'silence');
      return !blames || (known.judgeHeldMs > known.silenceMs && (charge.silentMs ?? 0) > known.silenceMs);
    });
  });

  it('submits only what is SUBMITTED, was not accepted here and is wanted', () => {
    expectAlways(
      (care, { state, submittedMs, cancelRequested }) =>
        care.do !== 'submit' || (state === 'SUBMITTED' && submittedMs === null && !cancelRequested),
    );
  });

  it('cancels without asking the execution exactly what is canceled before the gate', () => {
    expectAlways(
      (care, { state, cancelRequested }, observation) =>
        (care.do === 'cancel-unstarted') ===
        (state === 'SUBMITTED' &&
          cancelRequested &&
          !(observation?.kind === 'ended' && observation.isStarted === true)),
    );
  });
});

describe('careFor, case by case', () => {
  const wait: Care = { do: 'wait' };
  const judge = (started: boolean, stopReason: 'cancel' | 'timeout' | 'silence' | null = null): Care => {
    return { do: 'judge', facts: { started, stopReason } };
  };

  it.each<[string, Charge, keyof typeof seen, Partial<CareLimits>, Care]>([
    ['one not sent yet is sent', { ...submitted, submittedMs: null }, 'nothing', {}, { do: 'submit' }],
    ['one on its way is left alone', submitted, 'pending', {}, wait],
    ['one that runs is left alone', running, 'running', {}, wait],
    ['one whose cluster does not answer waits', { ...running, silentMs: 900_000 }, 'unknown', {}, wait],
    ['one that ended before the gate is judged', submitted, 'ended', {}, judge(false)],
    ['one that ended without an outcome is judged', running, 'ended', {}, judge(true)],
    ['one just sent and not seen yet waits', { ...submitted, submittedMs: 15_000 }, 'absent', {}, wait],
    ['one sent to a cluster that began anew is judged at once', submitted, 'restarted', {}, judge(false)],
    ['one that had started there may run on, and waits while it is heard', running, 'restarted', {}, wait],
    ['one sent and not seen for long is judged', { ...submitted, submittedMs: 15_001 }, 'absent', {}, judge(false)],
    ['one whose second execution the gate refused runs on while it is heard', running, 'refused', {}, wait],
    ['and is judged when it is silent', { ...running, silentMs: 15_001 }, 'refused', {}, judge(true)],
    ['one not seen that sent a heartbeat just now waits', { ...running, silentMs: 15_000 }, 'absent', {}, wait],
    ['one neither seen nor heard is judged', { ...running, silentMs: 15_001 }, 'absent', {}, judge(true)],
    [
      'one that never sent a heartbeat and is not seen is judged',
      { ...running, silentMs: null },
      'absent',
      {},
      judge(true),
    ],
    [
      'a wish to cancel is judged when what may have begun is over',
      { ...submitted, cancelRequested: true },
      'begun',
      {},
      judge(true),
    ],
    [
      'and takes back what has ended before it began',
      { ...submitted, cancelRequested: true },
      'ended',
      {},
      { do: 'cancel-unstarted' },
    ],
    ['a wish to cancel stops', { ...running, cancelRequested: true }, 'running', {}, { do: 'stop', reason: 'cancel' }],
    [
      'a wish to cancel is judged when it ended',
      { ...running, cancelRequested: true },
      'ended',
      {},
      judge(true, 'cancel'),
    ],
    ['its time not quite up, it runs on', { ...running, timeoutMs: 1001 }, 'running', {}, wait],
    ['its time up, it is stopped', { ...running, timeoutMs: 1000 }, 'running', {}, { do: 'stop', reason: 'timeout' }],
    ['its time up, it is judged when it ended', { ...running, timeoutMs: 1000 }, 'ended', {}, judge(true, 'timeout')],
    [
      'silent for too long, it is stopped',
      { ...running, silentMs: 60_001 },
      'running',
      {},
      { do: 'stop', reason: 'silence' },
    ],
    [
      'silent for a judge who just came back, it runs on',
      { ...running, silentMs: 900_000 },
      'running',
      { judgeHeldMs: 60_000 },
      wait,
    ],
    [
      'the wish to cancel comes before timeout and silence',
      { ...running, cancelRequested: true, timeoutMs: 1, silentMs: 900_000 },
      'running',
      {},
      { do: 'stop', reason: 'cancel' },
    ],
    ['a finished one has time to leave', succeeded, 'running', {}, wait],
    [
      'a finished one that does not leave is stopped',
      { ...succeeded, finishedAgeMs: 10_000 },
      'running',
      {},
      { do: 'stop', reason: 'its attempt is over' },
    ],
    ['a finished one that left is released', succeeded, 'ended', {}, { do: 'release' }],
    ['a finished one without a record is released', succeeded, 'absent', {}, { do: 'release' }],
    [
      'a canceled one that is still there is stopped at once',
      { ...succeeded, state: 'CANCELED' },
      'pending',
      {},
      { do: 'stop', reason: 'its attempt is over' },
    ],
    ['a lost one that turns up is stopped at once', lost, 'running', {}, { do: 'stop', reason: 'its attempt is over' }],
    [
      'a lost one without a record may run on until its dead-man limit',
      { ...lost, silentMs: 60_000 },
      'absent',
      {},
      wait,
    ],
    ['a lost one past its dead-man limit is released', lost, 'absent', {}, { do: 'release' }],
  ])('%s', (_, charge, observation, change, care) => {
    expect(careFor(charge, seen[observation], { ...limits, ...change })).toEqual(care);
  });
});
