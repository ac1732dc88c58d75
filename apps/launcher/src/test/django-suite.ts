import { join } from 'node:path';
import { checkoutDir } from '../checkout.ts';
import { ensurePythonEnvironment, type PythonEnvironment, type PythonKind } from '../python/python-environment.ts';
import { readJunitReport } from './read-report.ts';
import { runSuiteCommand } from './run-suite-command.ts';
import { rayEnvironment } from './server-environment.ts';
import { sumOf, type SuiteResult } from './suite-result.ts';
import type { Suite, SuiteRun } from './suite.ts';

/** The versions of Django that the backend supports, each in an environment of its own. */
const KINDS = ['django61', 'django60', 'django52'] as const satisfies readonly PythonKind[];

export const djangoSuite: Suite = {
  name: 'django',
  budgetSeconds: 600,
  run: async (run) => {
    const environment = { ...(await rayEnvironment(run.servers)), RAYDECK_TEST_NODE: process.execPath };
    const prepared = [];
    for (const kind of KINDS) prepared.push({ kind, python: await ensurePythonEnvironment(kind, run.servers.context) });
    // All at once: each has a database and workers of its own, and waits for those most of the time.
    return sumOf(await Promise.all(prepared.map(({ kind, python }) => runVersion(kind, python, environment, run))));
  },
};

async function runVersion(
  kind: PythonKind,
  python: PythonEnvironment,
  env: Record<string, string>,
  run: SuiteRun,
): Promise<SuiteResult> {
  const report = join(run.reportsDir, `${kind}.xml`);
  // Of its own: pytest clears away what other runs have left, and must not find another one at it.
  const folder = join(run.servers.context.state.root, `tmp-${kind}`);
  return runSuiteCommand(
    {
      command: python.executable,
      args: ['-m', 'pytest', '--color=no', `--junitxml=${report}`, `--basetemp=${folder}`, '-p', 'no:cacheprovider'],
      cwd: join(checkoutDir, 'python', 'tests_django'),
      // The tests start workers, which need a Node as new as ours.
      env,
      readReport: () => readJunitReport(report),
    },
    { ...run, say: (line) => run.say(`${kind}  ${line}`) },
  );
}
