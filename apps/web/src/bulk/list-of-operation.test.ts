import type { BulkOperation } from '@raydeck/services';
import { expect, it } from 'vitest';
import { listOfOperation } from './list-of-operation.ts';

const createdAt = new Date('2026-11-28T12:00:05Z');
const settled = '2026-11-28T12:00:00.000Z';
const listOf = (filter: BulkOperation['filter'], canViewPayload = true) =>
  listOfOperation({ filter, createdAt }, canViewPayload);

it('says a filter as it was written, and leads to the tasks that were there', () => {
  expect(listOf({ state: 'FAILED', queue: 'mail', createdBefore: settled })).toEqual({
    line: 'state:failed queue:mail',
    href: `/tasks?state=failed&queue=mail&before=${encodeURIComponent(settled)}`,
  });
});

it('keeps an end that somebody wrote', () => {
  expect(listOf({ createdBefore: '2026-11-27T00:00:00.000Z' })?.line).toBe('before:2026-11-27T00:00:00.000Z');
});

it('leads nowhere by words that are hidden', () => {
  expect(listOf({ text: '…', createdBefore: settled }, false)).toEqual({ line: '…', href: null });
  expect(listOf({ text: 'refused', createdBefore: settled })?.href).toContain('text=refused');
});

it('is none where tasks were named', () => {
  expect(listOf(null)).toBeNull();
});
