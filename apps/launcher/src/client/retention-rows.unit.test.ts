import type { RetentionRun } from '@raydeck/client';
import { expect, it } from 'vitest';
import { lastRunText, retentionRow } from './retention-rows.ts';

const begun = '2026-11-20T10:00:00.000Z';
const now = Date.parse(begun) + 120_000;

function run(change: Partial<RetentionRun>): RetentionRun {
  const counts = { tasks: 12, attempts: 12, events: 40, auditRows: 3, storedObjects: 0, batches: 2, longestMs: 50 };
  const times = { requestedAt: begun, startedAt: begun, finishedAt: begun };
  return { id: '1', requestedBy: 'schedule', ...times, ...counts, isCut: false, error: null, ...change };
}

it.each<[Partial<RetentionRun>, string]>([
  [{}, '2m ago: 12 tasks and 3 audit rows went'],
  [{ isCut: true }, '2m ago: 12 tasks and 3 audit rows went; its time was up before its work was done'],
  [{ finishedAt: null }, 'begun 2m ago: 12 tasks and 3 audit rows went so far'],
  [{ error: 'lock\n\u001b[31mtimeout' }, '2m ago: 12 tasks and 3 audit rows went, then it failed: lock timeout'],
  [{ startedAt: null, finishedAt: null }, ''],
])('a last run that is %j is told as "%s"', (change, text) => {
  expect(lastRunText([run(change)], now)).toBe(text);
});

it('a run that only waits hides no earlier one', () => {
  const waiting = run({ startedAt: null, finishedAt: null, tasks: 0 });
  expect(lastRunText([waiting, run({ tasks: 7 })], now)).toBe('2m ago: 7 tasks and 3 audit rows went');
});

it('a row says how long it is kept, and where counting stopped', () => {
  const item = { queue: 'mail', state: 'FAILED', keepDays: 'forever', oldestAt: begun } as const;
  const texts = (keepDays: number | 'forever') =>
    retentionRow({ ...item, keepDays, due: { count: 500_000, isCapped: true } }).slice(2);
  expect(texts('forever')).toEqual(['for ever', '2026-11-20 10:00:00Z', '500000+']);
  expect([texts(1)[0], texts(0.5)[0]]).toEqual(['1 day', '0.5 days']);
});
