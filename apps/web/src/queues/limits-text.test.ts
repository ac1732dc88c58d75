import { expect, it } from 'vitest';
import { limitLines } from './limits-text.ts';

const none = { concurrencyLimit: null, keyLimit: null, rate: null, maxPending: null, live: null };

it('says each limit in a few characters', () => {
  expect(limitLines(none)).toEqual([]);
  expect(limitLines({ ...none, concurrencyLimit: 1_000, live: 4 })).toEqual(['4 / 1,000']);
  const all = { keyLimit: 2, rate: { tasks: 100, seconds: 0.5 }, maxPending: 5, live: 0 };
  expect(limitLines({ ...none, ...all })).toEqual(['2 per key', '100 per 0.5 s', '5 pending']);
});

it('says the places held when only the limit over all queues counts them', () => {
  expect(limitLines({ ...none, live: 7 })).toEqual(['7 held']);
});
