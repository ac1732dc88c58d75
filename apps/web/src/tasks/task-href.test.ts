import { expect, it } from 'vitest';
import { hrefOfTask, longestListQuery } from './task-href.ts';

it('carries the list along, also that of all tasks, unless it is too long', () => {
  expect(hrefOfTask('a')).toBe('/tasks/a');
  expect(hrefOfTask('a', { list: '' })).toBe('/tasks/a?list=');
  expect(hrefOfTask('a', { list: 'tag=a b&text=50%25', attempt: 'x' })).toBe(
    '/tasks/a?attempt=x&list=tag%3Da+b%26text%3D50%2525',
  );
  expect(hrefOfTask('a', { list: 'x'.repeat(longestListQuery + 1) })).toBe('/tasks/a');
});
