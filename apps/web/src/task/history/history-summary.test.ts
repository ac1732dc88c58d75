import type { Run } from '@raydeck/services';
import { expect, it } from 'vitest';
import { historySummary, neighboursOf } from './history-summary.ts';

const at = (seconds: number) => new Date(seconds * 1_000);
const run = (id: string, state: Run['state'], seconds: number | null): Run => ({
  id,
  state,
  createdAt: at(0),
  startedAt: seconds === null ? null : at(10),
  finishedAt: seconds === null ? null : at(10 + seconds),
  errorClass: null,
});

it('counts what ended and takes the median of what succeeded', () => {
  const runs = [
    run('e', 'RUNNING', null),
    run('d', 'FAILED', 99),
    ...[3, 1, 2].map((s) => run(`s${s}`, 'SUCCEEDED', s)),
  ];
  expect(historySummary(runs)).toEqual({ ended: 4, succeeded: 3, medianMs: 2_000 });
  expect(historySummary([])).toEqual({ ended: 0, succeeded: 0, medianMs: null });
});

it('finds the runs before and after one', () => {
  const runs = ['c', 'b', 'a'].map((id) => run(id, 'SUCCEEDED', 1));
  expect(neighboursOf(runs, 'b')).toMatchObject({ before: { id: 'a' }, after: { id: 'c' } });
  expect(neighboursOf(runs, 'c')).toMatchObject({ before: { id: 'b' }, after: null });
  expect(neighboursOf(runs, 'a')).toMatchObject({ before: null, after: { id: 'b' } });
  expect(neighboursOf(runs, 'x')).toEqual({ before: null, after: null });
});
