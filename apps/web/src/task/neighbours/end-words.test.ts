import { expect, it } from 'vitest';
import { endWords } from './end-words.ts';

const some = { id: 'a', isUnknown: false };
const none = { id: null, isUnknown: false };
const unknown = { id: null, isUnknown: true };

it('calls an end one only when it is known to be one', () => {
  expect(endWords(null, null)).toBe('');
  expect(endWords(some, some)).toBe('');
  expect(endWords(none, none)).toBe('The only one of this list.');
  expect(endWords(none, some)).toBe('First of this list.');
  expect(endWords(some, none)).toBe('Last of this list.');
  expect(endWords(some, unknown)).toBe('The search for the next one was ended.');
  expect(endWords(unknown, none)).toContain('Last of this list; the search');
});
