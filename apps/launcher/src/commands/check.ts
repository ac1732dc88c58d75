import { runCommand } from '@raydeck/embedded';
import { listChecks, type Check } from '../check/checks.ts';
import type { Env } from '../env.ts';
import { listenForInterruption } from '../output/interruption.ts';
import { ensurePythonEnvironment } from '../python/python-environment.ts';
import { baseEnvironment } from '../settings/ignored-variables.ts';
import { logFileOf, openStateFolder } from '../state/state-folder.ts';

const QUIET = { DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', FORCE_COLOR: '0' };

/** `raydeck check`: all that can be said about the code without running it. Goes on after a failure, to show them all. */
export async function check(env: Env): Promise<void> {
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const state = openStateFolder(env.stateDir);
  const baseEnv = baseEnvironment(env.inherited);
  const context = { env, state, baseEnv, signal, logFile: logFileOf(state, 'check'), say: () => undefined };
  const python = await ensurePythonEnvironment('dev', context);

  const failed: string[] = [];
  for (const one of listChecks(python)) {
    if (!(await passes(one, { ...baseEnv, ...QUIET }, signal))) failed.push(one.name);
  }
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
  if (failed.length > 0) process.exitCode = 1;
}

async function passes(
  { name, command, args, cwd }: Check,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<boolean> {
  const startedAt = Date.now();
  const outcome = await runCommand(command, args, { cwd, env, signal });
  const isPassed = outcome.exitCode === 0;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${isPassed ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds} s`);
  if (!isPassed)
    console.log(
      [outcome.stdout, outcome.stderr]
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .join('\n'),
    );
  return isPassed;
}
