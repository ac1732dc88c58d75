import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readJunitCounts, readPlaywrightCounts, readVitestCounts } from './read-counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'rd-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: string): string {
  const path = join(folder, 'report');
  writeFileSync(path, content);
  return path;
}

test('an error of pytest counts as failed', () => {
  const path = report(
    '<testsuites name="t"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1"/></testsuites>',
  );
  expect(readJunitCounts(path)).toEqual({ passed: 4, failed: 3, skipped: 3 });
});

test('a flaky browser test counts as passed', () => {
  const path = report(JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } }));
  expect(readPlaywrightCounts(path)).toEqual({ passed: 6, failed: 1, skipped: 2 });
});

test('a report that is not there or not whole gives no counts', () => {
  expect(readVitestCounts(join(folder, 'none'))).toBeUndefined();
  expect(readVitestCounts(report('{"numPassedTests": 1'))).toBeUndefined();
  expect(readJunitCounts(report('Traceback'))).toBeUndefined();
});
