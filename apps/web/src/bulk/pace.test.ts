import { expect, it } from 'vitest';
import { paceOf } from './pace.ts';

const start = Date.parse('2026-11-28T12:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1_000);
const operation = { total: 100, done: 0, skipped: 0, perSecond: 10, startedAt: null, finishedAt: null };

it('reckons with the highest rate before it has begun', () => {
  expect(paceOf(operation, start)).toEqual({ looked: 0, left: 100, perSecond: null, leftMs: 10_000 });
});

it('reckons with the pace that it has, and never with more than it may', () => {
  const slow = { ...operation, done: 15, skipped: 5, startedAt: at(0) };
  expect(paceOf(slow, start + 10_000)).toEqual({ looked: 20, left: 80, perSecond: 2, leftMs: 40_000 });
  expect(paceOf(slow, start + 1_000)).toMatchObject({ perSecond: 20, leftMs: 8_000 });
});

it('has nothing left to wait for once it is over, whatever was not looked at', () => {
  const over = { ...operation, done: 30, startedAt: at(0), finishedAt: at(6) };
  expect(paceOf(over, start + 99_000)).toEqual({ looked: 30, left: 70, perSecond: 5, leftMs: null });
});

it('never has fewer than no tasks left', () => {
  expect(paceOf({ ...operation, done: 101, startedAt: at(0) }, start + 10_000)).toMatchObject({ left: 0, leftMs: 0 });
});
