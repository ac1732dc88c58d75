import { styleText } from 'node:util';

/** A test that failed, or what kept a suite from running. */
export interface Failure {
  name: string;
  /** Of the error, its first lines. */
  message: string;
}

/** How many tests of a suite ended how. A suite that could not run at all counts as one failed test. */
export interface SuiteResult {
  passed: number;
  failed: number;
  skipped: number;
  failures: readonly Failure[];
}

/** Nothing was run. */
export const NO_TESTS: SuiteResult = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function sumOf(results: readonly SuiteResult[]): SuiteResult {
  const sum = (of: 'passed' | 'failed' | 'skipped') => results.reduce((total, one) => total + one[of], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: results.flatMap(({ failures }) => failures),
  };
}

const SHOWN_LINES = 8;
const SHOWN_CHARACTERS = 800;

/** For the end of a run, where a reader of a long log looks first. */
export function describeFailures(failures: readonly Failure[]): string {
  return failures
    .map(({ name, message }) => {
      const shown = message.trim().slice(0, SHOWN_CHARACTERS).split('\n').slice(0, SHOWN_LINES);
      return [styleText('red', name), ...shown.map((line) => `    ${line}`)].join('\n');
    })
    .join('\n');
}
