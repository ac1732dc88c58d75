import { join } from 'node:path';
import { checkoutDir } from '../checkout.ts';
import { ensurePythonEnvironment } from '../python/python-environment.ts';
import { readJunitReport } from './read-report.ts';
import { runSuiteCommand } from './run-suite-command.ts';
import type { Suite } from './suite.ts';

export const pythonSuite: Suite = {
  name: 'python',
  budgetSeconds: 400,
  run: async (run) => {
    const python = await ensurePythonEnvironment('dev', run.servers.context);
    const report = join(run.reportsDir, 'python.xml');
    return runSuiteCommand(
      {
        command: python.executable,
        // Three at once on two cores: most of them wait for a process or a clock.
        args: ['-m', 'pytest', '-n', '3', `--junitxml=${report}`, '-p', 'no:cacheprovider'],
        cwd: join(checkoutDir, 'python'),
        readReport: () => readJunitReport(report),
      },
      run,
    );
  },
};
