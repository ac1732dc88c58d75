import { expect, it } from 'vitest';
import { changesOf } from './changes-of.ts';

const before = { args: '[\n  1.10\n]', kwargs: '{}', queue: 'mail', priority: 0 };

it('names only what differs, with the text as it was typed', () => {
  expect(changesOf(before, before)).toEqual({});
  expect(changesOf(before, { ...before, args: '[12345678901234567890]', priority: 5 })).toEqual({
    args: '[12345678901234567890]',
    priority: 5,
  });
});

it('never names arguments that were not at hand', () => {
  const unseen = { ...before, args: null, kwargs: null };
  expect(changesOf(unseen, { ...unseen, queue: 'default' })).toEqual({ queue: 'default' });
});
