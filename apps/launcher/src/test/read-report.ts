import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { checkoutDir } from '../checkout.ts';
import type { Failure, SuiteResult } from './suite-result.ts';

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number().default(0),
  numTodoTests: z.number().default(0),
  testResults: z
    .array(
      z.object({
        name: z.string(),
        status: z.string(),
        message: z.string().default(''),
        assertionResults: z.array(
          z.object({
            status: z.string(),
            fullName: z.string(),
            failureMessages: z.array(z.string()).nullish(),
          }),
        ),
      }),
    )
    .default([]),
});

const PlaywrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default('') })).default([]) })),
    }),
  ),
});
interface PlaywrightSuite {
  specs: z.infer<typeof PlaywrightSpec>[];
  suites: PlaywrightSuite[];
}
const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  specs: z.array(PlaywrightSpec).default([]),
  get suites() {
    return z.array(PlaywrightSuite).default([]);
  },
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(PlaywrightSuite).default([]),
});

/** undefined where there is no whole report. */
export function readVitestReport(path: string): SuiteResult | undefined {
  const report = VitestReport.safeParse(readJson(path)).data;
  if (report === undefined) return undefined;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap((file): Failure[] => {
      const failed = file.assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0)
        return file.status === 'failed' ? [{ name: nameOf(file.name), message: file.message }] : [];
      return failed.map(({ fullName, failureMessages }) => ({
        name: `${nameOf(file.name)}: ${fullName}`,
        message: stripVTControlCharacters((failureMessages ?? []).join('\n')),
      }));
    }),
  };
}

/** Vitest gives whole paths. */
function nameOf(file: string): string {
  return file.replace(`${checkoutDir}/`, '');
}

/** A flaky test passed at its second try. */
export function readPlaywrightReport(path: string): SuiteResult | undefined {
  const report = PlaywrightReport.safeParse(readJson(path)).data;
  if (report === undefined) return undefined;
  const { expected, flaky, unexpected, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped, failures: report.suites.flatMap(failuresOf) };
}

function failuresOf({ specs, suites }: PlaywrightSuite): Failure[] {
  const own = specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected'))
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      return {
        name: `${file}: ${title}`,
        message: stripVTControlCharacters(errors.map(({ message }) => message).join('\n')),
      };
    });
  return [...own, ...suites.flatMap(failuresOf)];
}

/** Of pytest. The totals stand in the attributes of the report's testsuite element. */
export function readJunitReport(path: string): SuiteResult | undefined {
  const text = readText(path);
  const head = /<testsuite [^>]*>/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const number = (name: string) => Number(attributeOf(head, name) ?? 0);
  const failed = number('failures') + number('errors');
  const skipped = number('skipped');
  const failures = [...text.matchAll(/(<testcase [^>]*>)\s*(<(?:failure|error) [^>]*>)/g)].map(
    ([, testcase = '', failure = '']): Failure => ({
      name: `${attributeOf(testcase, 'classname') ?? ''}: ${attributeOf(testcase, 'name') ?? ''}`,
      message: attributeOf(failure, 'message') ?? '',
    }),
  );
  return { passed: number('tests') - failed - skipped, failed, skipped, failures };
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#10': '\n', '#9': '\t' };

function attributeOf(element: string, name: string): string | undefined {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1];
  return value?.replaceAll(/&(#?\w+);/g, (entity, key: string) => ENTITIES[key] ?? entity);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readText(path));
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
