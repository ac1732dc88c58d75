import { type Qualifier, qualifiers } from '@raydeck/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchFilter } from './search-filter.ts';

const now = Date.parse('2026-11-28T12:00:00Z');
const filterOf = (terms: Partial<Record<Qualifier, string>>, text: string | null = null) =>
  searchFilter({ terms, text }, now);

it('reads each qualifier as a part of the filter', () => {
  const terms = { state: 'failed', attempt: 'LOST', runner: 'Ray_Job', by: 'key:ci', job: 'rd-x', worker: 'w1' };
  expect(
    filterOf({ ...terms, error: 'shop.Refused', node: 'n1', profile: 'p', queue: 'q', callable: 'a.', tag: 't' }),
  ).toEqual({
    filter: {
      state: 'FAILED',
      attemptState: 'LOST',
      runner: 'ray_job',
      createdBy: 'key:ci',
      rayJob: 'rd-x',
      worker: 'w1',
      errorClass: 'shop.Refused',
      node: 'n1',
      profile: 'p',
      queue: 'q',
      callable: 'a.',
      tag: 't',
    },
    problems: [],
  });
  expect(filterOf({ after: '1h', 'finished-before': '2026-11-28' }, 'card refused').filter).toEqual({
    createdAfter: new Date('2026-11-28T11:00:00Z'),
    finishedBefore: new Date('2026-11-28T00:00:00Z'),
    text: 'card refused',
  });
});

it('leaves out what means nothing, and says what would', () => {
  const { filter, problems } = filterOf({ state: 'broken', after: 'noon', queue: 'mail' });
  expect(filter).toEqual({ queue: 'mail' });
  expect(problems).toEqual([expect.stringContaining('succeeded'), expect.stringContaining('15m')]);
});

it('never fails, whatever stands in an address', () => {
  const terms = fc.dictionary(fc.constantFrom(...qualifiers), fc.string({ maxLength: 600 }));
  fc.assert(fc.property(terms, fc.option(fc.string({ maxLength: 300 })), (some, text) => void filterOf(some, text)));
});
