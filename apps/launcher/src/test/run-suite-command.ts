import { runCommand } from '@raydeck/embedded';
import { NO_TESTS, type SuiteResult } from './suite-result.ts';
import type { SuiteRun } from './suite.ts';

export interface SuiteCommand {
  command: string;
  args: string[];
  cwd: string;
  env?: Record<string, string>;
  /** Reads the report that the command wrote; undefined when there is none. */
  readReport: () => SuiteResult | undefined;
}

/** Runs a suite's tool. When it fails without a failed test, something beside the tests failed: that counts as one. */
export async function runSuiteCommand(
  { command, args, cwd, env, readReport }: SuiteCommand,
  run: SuiteRun,
): Promise<SuiteResult> {
  const { baseEnv, state } = run.servers.context;
  const outcome = await runCommand(command, args, {
    cwd,
    env: { ...baseEnv, ...env },
    mark: `${state.key}.test`,
    signal: run.signal,
    onLine: run.say,
  });
  const result = readReport() ?? NO_TESTS;
  if (outcome.exitCode === 0 || result.failed > 0) return result;
  const failures = [...result.failures, { name: command, message: `ended with ${outcome.exitCode}` }];
  return { ...result, failed: 1, failures };
}
