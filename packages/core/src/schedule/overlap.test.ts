import { describe, expect, it } from 'vitest';
import { mostWaiting, overlaps, planTicks } from './overlap.ts';

const free = { isBusy: false, waiting: 0 };
const busy = { isBusy: true, waiting: 0 };
const doing = (...args: Parameters<typeof planTicks>) => planTicks(...args).map((plan) => plan.do);

describe('planTicks', () => {
  it('allow: each tick enqueues', () => {
    expect(doing('allow', 3, busy)).toEqual(['enqueue', 'enqueue', 'enqueue']);
  });

  it('skip: one tick enqueues when nothing runs, none when something does', () => {
    expect(doing('skip', 3, free)).toEqual(['enqueue', 'skip', 'skip']);
    expect(doing('skip', 3, busy)).toEqual(['skip', 'skip', 'skip']);
  });

  it('queue: one tick enqueues when nothing runs, the others wait', () => {
    expect(doing('queue', 3, free)).toEqual(['enqueue', 'wait', 'wait']);
    expect(doing('queue', 2, busy)).toEqual(['wait', 'wait']);
    expect(doing('queue', 1, { isBusy: false, waiting: 1 })).toEqual(['wait']);
  });

  it('queue: no more wait than there is room for', () => {
    expect(doing('queue', 3, { isBusy: true, waiting: mostWaiting - 1 })).toEqual(['wait', 'skip', 'skip']);
    const plans = doing('queue', mostWaiting + 2, free);
    expect(plans.filter((plan) => plan === 'wait')).toHaveLength(mostWaiting);
    expect(plans.at(-1)).toBe('skip');
  });

  it('cancel-previous: the newest tick enqueues, for it would cancel the ones before', () => {
    expect(doing('cancel-previous', 3, busy)).toEqual(['skip', 'skip', 'enqueue']);
  });

  it.each(overlaps)('%s: says something of each tick, and why it is skipped', (overlap) => {
    const plans = planTicks(overlap, 5, busy);
    expect(plans).toHaveLength(5);
    const reasons = plans.flatMap((plan) => (plan.do === 'skip' ? [plan.why] : []));
    expect(reasons.every((why) => why.endsWith('.'))).toBe(true);
  });
});
