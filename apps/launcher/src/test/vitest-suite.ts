import { join } from 'node:path';
import { checkoutDir } from '../checkout.ts';
import { readVitestReport } from './read-report.ts';
import { runSuiteCommand } from './run-suite-command.ts';
import type { Suite, SuiteName, SuiteRun } from './suite.ts';

export interface VitestSuiteOptions {
  name: SuiteName;
  budgetSeconds: number;
  /** Addresses of the servers that the suite needs. */
  environment: (run: SuiteRun) => Promise<Record<string, string>>;
}

/** A project of the root's vitest.config.ts, with those that its name begins. */
export function vitestSuite({ name, budgetSeconds, environment }: VitestSuiteOptions): Suite {
  return {
    name,
    budgetSeconds,
    run: async (run) => {
      const report = join(run.reportsDir, `${name}.json`);
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      return runSuiteCommand(
        {
          command: join(checkoutDir, 'node_modules/.bin/vitest'),
          args: ['run', '--project', `${name}*`, '--passWithNoTests', ...reporters],
          cwd: checkoutDir,
          env: await environment(run),
          readReport: () => readVitestReport(report),
        },
        run,
      );
    },
  };
}
