import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSearch, parseSearch, qualifiers, type Search } from './search.ts';
import { tokensOf } from './search-tokens.ts';

describe('parseSearch', () => {
  it('reads qualifiers, quoted values and words', () => {
    expect(parseSearch('state:failed  queue:mail tag:"big order" card "refused: 12"')).toEqual({
      terms: { state: 'failed', queue: 'mail', tag: 'big order' },
      text: 'card refused: 12',
      problems: [],
    });
    expect(parseSearch('   ')).toEqual({ terms: {}, text: null, problems: [] });
    expect(parseSearch('callable:shop.tasks. error:"shop.\\"Odd\\""').terms).toEqual({
      callable: 'shop.tasks.',
      error: 'shop."Odd"',
    });
  });

  it('keeps colons within a value', () => {
    expect(parseSearch('tag:customer:12 after:2026-11-28T14:00+01:00').terms).toEqual({
      tag: 'customer:12',
      after: '2026-11-28T14:00+01:00',
    });
  });

  it('says what it left out: an unknown filter, one without a value, one that stands twice', () => {
    const { terms, text, problems } = parseSearch('queu:mail queue: state:failed state:queued');
    expect(terms).toEqual({ state: 'failed' });
    expect(text).toBeNull();
    expect(problems).toEqual([
      expect.stringContaining('“queu:”'),
      expect.stringContaining('“queue:” needs a value'),
      expect.stringContaining('“state:” stands twice'),
    ]);
  });

  it('takes a quote that is not closed to the end of the line', () => {
    expect(parseSearch('tag:"big order state:failed').terms).toEqual({ tag: 'big order state:failed' });
  });

  it('has some reading for every line', () => {
    fc.assert(fc.property(fc.string(), (line) => void parseSearch(line)));
  });
});

const word = fc
  .string({ minLength: 1, unit: fc.constantFrom(...Array.from('ab:"\\ .-_éß7')) })
  .map((text) => text.trim())
  .filter((text) => text !== '');

it('formatSearch writes what parseSearch reads back', () => {
  const terms = fc.dictionary(fc.constantFrom(...qualifiers), word) as fc.Arbitrary<Search['terms']>;
  fc.assert(
    fc.property(terms, fc.option(word), (some, text) => {
      const search: Search = { terms: { ...some }, text };
      expect(parseSearch(formatSearch(search))).toEqual({ ...search, problems: [] });
    }),
  );
});

it('tokensOf says where each part stands in the line', () => {
  const line = 'state:failed tag:"a b" word';
  const parts = tokensOf(line).map(({ start, end }) => line.slice(start, end));
  expect(parts).toEqual(['state:failed', 'tag:"a b"', 'word']);
});
