import { attemptStates, type Qualifier, qualifiers, runnerNames, taskStates } from '@raydeck/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchFilter } from './search-filter.ts';
import { searchOfFilter } from './search-of-filter.ts';

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

it('reads a filter that was written out as the same filter', () => {
  const text = fc.string({ minLength: 1, maxLength: 40 }).filter((value) => !value.includes('\u0000'));
  const time = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const filters = fc.record(
    {
      queue: text,
      callable: text,
      tag: text,
      createdBy: text,
      profile: text,
      errorClass: text,
      node: text,
      worker: text,
      rayJob: text,
      text,
      createdAfter: time,
      createdBefore: time,
      finishedAfter: time,
      finishedBefore: time,
      state: fc.constantFrom(...taskStates),
      attemptState: fc.constantFrom(...attemptStates),
      runner: fc.constantFrom(...runnerNames),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(filters, (filter) => {
      expect(searchFilter(searchOfFilter(filter), now)).toEqual({ filter, problems: [] });
    }),
  );
});
