import { expect, test } from 'vitest';
import { formatStoredRef, parseStoredRef, storedKey, type StoredRef } from './stored-ref.ts';

const sha256 = 'ab'.repeat(32);
const ref: StoredRef = { scheme: 's3', key: 'inst/result/t/a/u.json', sizeBytes: 300_000, sha256 };

test('a reference says all that is needed to read and check an object', () => {
  const text = formatStoredRef(ref);
  expect(text).toBe(`s3:inst/result/t/a/u.json?size=300000&sha256=${sha256}`);
  expect(parseStoredRef(text)).toEqual(ref);
});

test.each([
  ['another scheme', `ftp:a/b?size=1&sha256=${sha256}`],
  ['a way out of the folder', `file:a/../../etc?size=1&sha256=${sha256}`],
  ['an absolute path', `file:/etc/passwd?size=1&sha256=${sha256}`],
  ['no size', `file:a?sha256=${sha256}`],
  ['a short hash', 'file:a?size=1&sha256=ab'],
])('%s is no reference', (_, text) => {
  expect(() => parseStoredRef(text)).toThrow('no reference');
});

test('keys lie below installation, kind, task and attempt', () => {
  const owner = { taskId: 'task', attemptId: 'attempt' };
  expect(storedKey('i', 'result', { id: 'u', ...owner })).toBe('i/result/task/attempt/u.json');
  expect(storedKey('i', 'log', { id: 'u', ...owner })).toBe('i/log/task/attempt/u.log.gz');
  expect(storedKey('i', 'arguments', { id: 'u' })).toBe('i/arguments/u.json');
});
