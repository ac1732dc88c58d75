import { describe, expect, it } from 'vitest';
import { defaultRetention, keepDaysOf, nextPortion, prunePortion } from './retention.ts';

describe('keepDaysOf', () => {
  it('takes what the queue says, and what it leaves out from the installation', () => {
    const queue = { succeededDays: 1, failedDays: 'forever' as const };
    expect(keepDaysOf('SUCCEEDED', queue, defaultRetention)).toBe(1);
    expect(keepDaysOf('FAILED', queue, defaultRetention)).toBe('forever');
    expect(keepDaysOf('CANCELED', queue, defaultRetention)).toBe(30);
    expect(keepDaysOf('SUCCEEDED', null, defaultRetention)).toBe(7);
  });
});

describe('nextPortion', () => {
  it('makes slow portions smaller and fast ones larger, within bounds', () => {
    expect(nextPortion(400, 120).rows).toBe(200);
    expect(nextPortion(400, 70).rows).toBe(400);
    expect(nextPortion(400, 20).rows).toBe(800);
    expect(nextPortion(prunePortion.least, 9_000).rows).toBe(prunePortion.least);
    expect(nextPortion(prunePortion.most, 1).rows).toBe(prunePortion.most);
  });

  it('waits twice as long as the portion took, never not at all, and not for ever', () => {
    expect(nextPortion(400, 120).pauseMs).toBe(240);
    expect(nextPortion(400, 0).pauseMs).toBe(5);
    expect(nextPortion(400, 60_000).pauseMs).toBe(5_000);
  });
});
