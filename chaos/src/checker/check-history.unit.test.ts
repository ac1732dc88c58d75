import { expect, test } from 'vitest';
import type { AttemptFact, History, TaskFact } from '../history/history.ts';
import { goodHistory } from '../history/synthetic.fixture.ts';
import { checkHistory } from './check-history.ts';

test('a history in which all is well has no violation, and its duplicate has a cause', () => {
  const { violations, duplicates, lost } = checkHistory(goodHistory());
  expect(violations).toEqual([]);
  expect(lost).toBe(0);
  expect(duplicates).toEqual([{ task: 't1', cause: 'FAILED builtins.RuntimeError' }]);
});

const task = (history: History, id: string): TaskFact => found(history.tasks.find((one) => one.id === id));
const attempt = (history: History, id: string): AttemptFact => found(history.attempts.find((one) => one.id === id));

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('The history has no such thing.');
  return thing;
}

/** One lie each, and the rule that must notice it. */
const planted: [rule: string, plant: (history: History) => unknown][] = [
  ['accepted-task-missing', (h) => h.accepted.push({ key: 'three', taskId: 't3', replayed: false, kind: 'plain' })],
  ['key-twice', (h) => h.accepted.push({ key: 'one', taskId: 't2', replayed: false, kind: 'twice' })],
  ['task-not-ended', (h) => Object.assign(task(h, 't1'), { state: 'RUNNING' })],
  ['place-not-released', (h) => Object.assign(attempt(h, 'a2'), { releasedAtMs: null })],
  ['started-twice', (h) => h.effects.push({ ...found(h.effects[2]), run: 'r3', wallMs: 2_260 })],
  ['unknown-attempt', (h) => h.effects.push({ ...found(h.effects[0]), attemptId: 'a9' })],
  ['unknown-attempt', (h) => h.effects.push({ ...found(h.effects[0]), attemptId: 'a2' })],
  ['started-past-gate', (h) => Object.assign(attempt(h, 'a1'), { startedAtMs: null })],
  ['started-past-gate', (h) => Object.assign(attempt(h, 'a2'), { startedAtMs: 2_200 })],
  ['started-past-gate', (h) => Object.assign(attempt(h, 'a1'), { startedAtMs: null, runner: 'ray_core' })],
  ['started-past-gate', (h) => Object.assign(attempt(h, 'a2'), { submittedAtMs: 2_200, runner: 'ray_core' })],
  ['success-unheard', (h) => Object.assign(task(h, 't1'), { state: 'FAILED' })],
  ['success-of-nobody', (h) => Object.assign(attempt(h, 'a2'), { state: 'LOST' })],
  ['success-of-nobody', (h) => Object.assign(attempt(h, 'a1'), { state: 'SUCCEEDED' })],
  ['success-unfinished', (h) => h.effects.pop()],
  ['wrong-result', (h) => Object.assign(task(h, 't1'), { result: '{"key": "one", "value": "v2"}' })],
  ['unknown-move', (h) => h.moves.push({ table: 'attempt', id: 'a1', from: 'FAILED', to: 'SUCCEEDED', atMs: 3_000 })],
  ['history-gap', (h) => h.moves.splice(2, 1)],
  ['history-gap', (h) => Object.assign(attempt(h, 'a1'), { state: 'LOST' })],
  ['seen-otherwise', (h) => h.seen.push({ taskId: 't1', state: 'QUEUED', attemptCount: 2, atMs: 2_500 })],
  ['seen-otherwise', (h) => h.seen.push({ taskId: 't1', state: 'SUCCEEDED', attemptCount: 1, atMs: 2_500 })],
  ['final-changed', (h) => h.seen.push({ taskId: 't2', state: 'SUCCEEDED', attemptCount: 0, atMs: 2_500 })],
  ['attempt-numbers', (h) => Object.assign(attempt(h, 'a2'), { number: 3 })],
  ['attempt-numbers', (h) => Object.assign(task(h, 't1'), { attemptCount: 1 })],
  ['attempts-overlap', (h) => Object.assign(attempt(h, 'a1'), { finishedAtMs: 2_050 })],
  ['attempt-times', (h) => Object.assign(attempt(h, 'a2'), { finishedAtMs: null })],
  ['execution-twice', (h) => Object.assign(attempt(h, 'a2'), { executionId: 'e1' })],
  ['limit-exceeded', (h) => Object.assign(attempt(h, 'a1'), { releasedAtMs: 2_001 })],
  ['limit-exceeded-by-code', (h) => Object.assign(found(h.effects[1]), { wallMs: 2_200 })],
  ['released-while-running', (h) => Object.assign(attempt(h, 'a1'), { releasedAtMs: 1_240 })],
  ['ended-and-running', (h) => Object.assign(attempt(h, 'a1'), { errorClass: 'ProcessExited', finishedAtMs: 1_200 })],
  ['rate-exceeded', (h) => h.attempts.push(...['v', 'w', 'x', 'y', 'z'].map((id) => ({ ...attempt(h, 'a2'), id })))],
  ['cancel-undone', (h) => Object.assign(task(h, 't2'), { state: 'FAILED' })],
  ['started-after-cancel', (h) => h.cancels.push({ taskId: 't1', atMs: 1_900, state: 'CANCELED' })],
  ['started-after-end', (h) => Object.assign(task(h, 't1'), { finishedAtMs: 2_120 })],
  ['judged-without-lease', (h) => Object.assign(found(h.leases[1]), { expiresAtMs: 1_100 })],
  ['adopted-from-the-living', (h) => Object.assign(found(h.leases[0]), { expiresAtMs: 2_170 })],
  ['submitted-twice', (h) => h.jobs.push({ name: 'rd-x-a1-again', attemptId: 'a1' })],
  ['unknown-job', (h) => h.jobs.push({ name: 'rd-x-b', attemptId: 'b' })],
  ['duplicate-without-cause', (h) => Object.assign(attempt(h, 'a1'), { state: 'SUCCEEDED' })],
];

test.each(planted)('the checker notices: %s (%#)', (rule, plant) => {
  const history = goodHistory();
  plant(history);
  expect(checkHistory(history).violations.map((violation) => violation.rule)).toContain(rule);
});
