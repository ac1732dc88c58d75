import { styleText } from 'node:util';
import { MachineError } from '@raydeck/embedded';
import type { Counts, Suite, SuiteRun } from './suite.ts';

/** A suite that hangs is ended when it has taken its budget so many times over. */
const PATIENCE = 2;

/** Runs the suites one after the other, but for those that run beside them, and prints how each went. Returns the sums. */
export async function runSuites(suites: readonly Suite[], run: SuiteRun): Promise<Counts> {
  const isAlone = suites.length === 1;
  const beside = suites.filter(({ besideOthers }) => besideOthers && !isAlone);
  const others = suites.filter((suite) => !beside.includes(suite));
  const running = beside.map((suite) =>
    runAndReport(suite, { ...run, say: (line) => run.say(`${suite.name}  ${line}`) }),
  );
  const counts: Counts[] = [];
  for (const suite of others) counts.push(await runAndReport(suite, run));
  counts.push(...(await Promise.all(running)));
  const sum = (of: keyof Counts) => counts.reduce((total, one) => total + one[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

async function runAndReport(suite: Suite, run: SuiteRun): Promise<Counts> {
  const startedAt = Date.now();
  console.log(`\n${styleText('bold', suite.name)} (budget ${suite.budgetSeconds} s)`);
  const counts = await runSuite(suite, run);
  report(suite, counts, (Date.now() - startedAt) / 1000);
  return counts;
}

/** Any trouble is one failed test, except that somebody ended the whole run. */
async function runSuite(suite: Suite, run: SuiteRun): Promise<Counts> {
  const limit = AbortSignal.timeout(suite.budgetSeconds * PATIENCE * 1000);
  try {
    return await suite.run({ ...run, signal: AbortSignal.any([run.signal, limit]) });
  } catch (error) {
    run.signal.throwIfAborted();
    console.log(limit.aborted ? `${suite.name} was ended after ${PATIENCE} times its budget.` : explain(error));
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function explain(error: unknown): string {
  if (error instanceof MachineError) return `${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function report({ name, budgetSeconds }: Suite, { passed, failed, skipped }: Counts, seconds: number): void {
  const verdict = failed === 0 ? styleText('green', 'ok') : styleText('red', 'FAILED');
  const extra = skipped === 0 ? '' : `, ${skipped} skipped`;
  const over = seconds > budgetSeconds ? ' (over budget)' : '';
  console.log(
    `${verdict} ${name}: ${passed} passed, ${failed} failed${extra}, ${seconds.toFixed(0)} s of ${budgetSeconds} s${over}`,
  );
}
