import { join } from 'node:path';
import { checkoutDir } from '../checkout.ts';
import { ensurePythonEnvironment, type PythonKind } from '../python/python-environment.ts';
import { readJunitCounts } from './read-counts.ts';
import { runSuiteCommand } from './run-suite-command.ts';
import { rayEnvironment } from './server-environment.ts';
import type { Counts, Suite, SuiteRun } from './suite.ts';

/** The versions of Django that the backend supports, each in an environment of its own. */
const KINDS = ['django61', 'django60', 'django52'] as const satisfies readonly PythonKind[];

export const djangoSuite: Suite = {
  name: 'django',
  budgetSeconds: 240,
  run: async (run) => {
    const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
    for (const kind of KINDS) {
      const counts = await runVersion(kind, run);
      run.say(`${kind}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
      sum.passed += counts.passed;
      sum.failed += counts.failed;
      sum.skipped += counts.skipped;
    }
    return sum;
  },
};

async function runVersion(kind: PythonKind, run: SuiteRun): Promise<Counts> {
  const python = await ensurePythonEnvironment(kind, run.servers.context);
  const report = join(run.reportsDir, `${kind}.xml`);
  return runSuiteCommand(
    {
      command: python.executable,
      args: ['-m', 'pytest', '--color=no', `--junitxml=${report}`, '-p', 'no:cacheprovider'],
      cwd: join(checkoutDir, 'python', 'tests_django'),
      // The tests start workers, which need a Node as new as ours.
      env: { ...(await rayEnvironment(run.servers)), RAYDECK_TEST_NODE: process.execPath },
      readCounts: () => readJunitCounts(report),
    },
    run,
  );
}
