import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readJunitReport, readPlaywrightReport, readVitestReport } from './read-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'rd-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: string): string {
  const path = join(folder, 'report');
  writeFileSync(path, content);
  return path;
}

test('an error of pytest counts as failed, and says what it was', () => {
  const path =
    report(`<testsuites name="t"><testsuite name="pytest" errors="1" failures="1" skipped="3" tests="10" time="1">
    <testcase classname="tests.test_door" name="test_it[1]" time="0.1"><failure message="assert 1 &lt; 0&#10;more">…</failure></testcase>
    <testcase classname="tests.test_door" name="test_other" time="0.1" />
    <testcase classname="tests.test_door" name="test_last" time="0.1"><error message="no fixture">…</error></testcase>
    </testsuite></testsuites>`);
  expect(readJunitReport(path)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 3,
    failures: [
      { name: 'tests.test_door: test_it[1]', message: 'assert 1 < 0\nmore' },
      { name: 'tests.test_door: test_last', message: 'no fixture' },
    ],
  });
});

test('a flaky browser test counts as passed, and a failed one is found in its suite', () => {
  const spec = (title: string, status: string) => ({
    title,
    file: 'list.spec.ts',
    tests: [{ status, results: [{ errors: [{ message: '\u001B[31mnot there\u001B[0m' }] }, {}] }],
  });
  const path = report(
    JSON.stringify({
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 },
      suites: [{ specs: [spec('a', 'expected')], suites: [{ specs: [spec('b', 'unexpected'), spec('c', 'flaky')] }] }],
    }),
  );
  expect(readPlaywrightReport(path)).toEqual({
    passed: 6,
    failed: 1,
    skipped: 2,
    failures: [{ name: 'list.spec.ts: b', message: 'not there' }],
  });
});

test('of vitest a file that could not be read is a failure as a test is', () => {
  const failed = { status: 'failed', fullName: 'it works', failureMessages: ['AssertionError: no'] };
  const passed = { status: 'passed', fullName: 'it goes', failureMessages: [] };
  const path = report(
    JSON.stringify({
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        { name: 'a.test.ts', status: 'failed', assertionResults: [passed, failed] },
        { name: 'b.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
      ],
    }),
  );
  expect(readVitestReport(path)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
    failures: [
      { name: 'a.test.ts: it works', message: 'AssertionError: no' },
      { name: 'b.test.ts', message: 'SyntaxError' },
    ],
  });
});

test('a report that is not there or not whole says nothing', () => {
  expect(readVitestReport(join(folder, 'none'))).toBeUndefined();
  expect(readVitestReport(report('{"numPassedTests": 1'))).toBeUndefined();
  expect(readJunitReport(report('Traceback'))).toBeUndefined();
});
