import { describe, expect, it } from 'vitest';
import { canTaskMove, isTaskFinal, taskMoves, type TaskState, taskStates } from './task-state.ts';

/** What nobody but an operator's retry does. */
const byHand: readonly (readonly [TaskState, TaskState])[] = [
  ['FAILED', 'QUEUED'],
  ['CANCELED', 'QUEUED'],
];

describe('the states of a task', () => {
  it('has no way out of a final state but by hand', () => {
    const exits = taskStates.filter(isTaskFinal).flatMap((from) => taskMoves[from].map((to) => [from, to]));
    expect(exits).toEqual(byHand);
  });

  it('never leaves SUCCEEDED', () => {
    expect(taskStates.filter((to) => canTaskMove('SUCCEEDED', to))).toEqual([]);
  });

  it('reaches every state from where tasks are born', () => {
    expect(reachableFrom(['BLOCKED', 'QUEUED'])).toEqual(new Set(taskStates));
  });

  it('reaches a final state from every other one', () => {
    const stuck = taskStates.filter((state) => ![...reachableFrom([state])].some(isTaskFinal));
    expect(stuck).toEqual([]);
  });

  it('succeeds only after it ran', () => {
    expect(taskStates.filter((from) => canTaskMove(from, 'SUCCEEDED'))).toEqual(['RUNNING']);
    expect(taskStates.filter((from) => canTaskMove(from, 'RUNNING'))).toEqual(['QUEUED']);
  });

  it('moves nowhere by staying', () => {
    expect(taskStates.filter((state) => canTaskMove(state, state))).toEqual([]);
  });
});

function reachableFrom(starts: readonly TaskState[]): Set<TaskState> {
  const seen = new Set(starts);
  for (const state of seen) for (const next of taskMoves[state]) seen.add(next);
  return seen;
}
