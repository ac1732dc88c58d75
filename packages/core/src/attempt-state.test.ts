import { describe, expect, it } from 'vitest';
import { attemptMoves, type AttemptState, attemptStates, canAttemptMove, isAttemptLive } from './attempt-state.ts';

describe('the states of an attempt', () => {
  it('has no way out of a final state, by hand or otherwise', () => {
    const finals = attemptStates.filter((state) => !isAttemptLive(state));
    expect(finals).toEqual(['SUCCEEDED', 'FAILED', 'CANCELED', 'LOST']);
    expect(finals.flatMap((state) => attemptMoves[state])).toEqual([]);
  });

  it('reaches every state from SUBMITTED, where attempts are born', () => {
    const seen = new Set<AttemptState>(['SUBMITTED']);
    for (const state of seen) for (const next of attemptMoves[state]) seen.add(next);
    expect(seen).toEqual(new Set(attemptStates));
  });

  it('can end from both live states in every way', () => {
    const finals = attemptStates.filter((state) => !isAttemptLive(state));
    for (const from of attemptStates.filter(isAttemptLive)) {
      expect(finals.filter((to) => canAttemptMove(from, to))).toEqual(finals);
    }
  });

  it('starts once: nothing leads back to SUBMITTED, and RUNNING comes from there only', () => {
    expect(attemptStates.filter((from) => canAttemptMove(from, 'SUBMITTED'))).toEqual([]);
    expect(attemptStates.filter((from) => canAttemptMove(from, 'RUNNING'))).toEqual(['SUBMITTED']);
  });
});
