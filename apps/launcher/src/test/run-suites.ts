import { styleText } from 'node:util';
import { MachineError } from '@raydeck/embedded';
import { NO_TESTS, sumOf, type SuiteResult } from './suite-result.ts';
import type { Suite, SuiteRun } from './suite.ts';

/** A suite that hangs is ended when it has taken its budget so many times over. */
const PATIENCE = 2;

/** Runs the suites one after the other, and prints how each went. Returns the sums. */
export async function runSuites(suites: readonly Suite[], run: SuiteRun): Promise<SuiteResult> {
  const results: SuiteResult[] = [];
  for (const suite of suites) results.push(await runAndReport(suite, run));
  return sumOf(results);
}

async function runAndReport(suite: Suite, run: SuiteRun): Promise<SuiteResult> {
  const startedAt = Date.now();
  console.log(`\n${styleText('bold', suite.name)} (budget ${suite.budgetSeconds} s)`);
  const result = await runSuite(suite, run);
  report(suite, result, (Date.now() - startedAt) / 1000);
  return result;
}

/** Any trouble is one failed test, except that somebody ended the whole run. */
async function runSuite(suite: Suite, run: SuiteRun): Promise<SuiteResult> {
  const limit = AbortSignal.timeout(suite.budgetSeconds * PATIENCE * 1000);
  try {
    return await suite.run({ ...run, signal: AbortSignal.any([run.signal, limit]) });
  } catch (error) {
    run.signal.throwIfAborted();
    const message = limit.aborted ? `It was ended after ${PATIENCE} times its budget.` : explain(error);
    console.log(message);
    return { ...NO_TESTS, failed: 1, failures: [{ name: suite.name, message }] };
  }
}

function explain(error: unknown): string {
  if (error instanceof MachineError) return `${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function report({ name, budgetSeconds }: Suite, { passed, failed, skipped }: SuiteResult, seconds: number): void {
  const verdict = failed === 0 ? styleText('green', 'ok') : styleText('red', 'FAILED');
  const extra = skipped === 0 ? '' : `, ${skipped} skipped`;
  const over = seconds > budgetSeconds ? ' (over budget)' : '';
  console.log(
    `${verdict} ${name}: ${passed} passed, ${failed} failed${extra}, ${seconds.toFixed(0)} s of ${budgetSeconds} s${over}`,
  );
}
