import { runCommand } from '@raydeck/embedded';
import type { Counts, SuiteRun } from './suite.ts';

export interface SuiteCommand {
  command: string;
  args: string[];
  cwd: string;
  env?: Record<string, string>;
  /** Reads the counts from the report that the command wrote; undefined when there is none. */
  readCounts: () => Counts | undefined;
}

/** Runs a suite's tool. When it fails without a failed test, something beside the tests failed: that counts as one. */
export async function runSuiteCommand(
  { command, args, cwd, env, readCounts }: SuiteCommand,
  run: SuiteRun,
): Promise<Counts> {
  const { baseEnv, state } = run.servers.context;
  const outcome = await runCommand(command, args, {
    cwd,
    env: { ...baseEnv, ...env },
    mark: `${state.key}.test`,
    signal: run.signal,
    onLine: run.say,
  });
  const counts = readCounts() ?? { passed: 0, failed: 0, skipped: 0 };
  return outcome.exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
