import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Counts } from './suite.ts';

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number().default(0),
  numTodoTests: z.number().default(0),
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

export function readVitestCounts(path: string): Counts | undefined {
  const report = VitestReport.safeParse(readJson(path)).data;
  if (report === undefined) return undefined;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A flaky test passed at its second try. */
export function readPlaywrightCounts(path: string): Counts | undefined {
  const stats = PlaywrightReport.safeParse(readJson(path)).data?.stats;
  return stats && { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/** The totals stand in the attributes of the report's testsuite element. */
export function readJunitCounts(path: string): Counts | undefined {
  const head = /<testsuite [^>]*>/.exec(readText(path))?.[0];
  if (head === undefined) return undefined;
  const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  const skipped = number('skipped');
  return { passed: number('tests') - failed - skipped, failed, skipped };
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
