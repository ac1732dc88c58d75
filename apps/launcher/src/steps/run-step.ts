import { MachineError, runCommand, type CommandOutcome } from '@raydeck/embedded';
import { checkoutDir } from '../checkout.ts';
import { markOf } from '../state/state-folder.ts';
import type { StepContext } from './step-context.ts';

export interface RunStepOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** The caller judges the exit code. */
  mayFail?: boolean;
}

/** Runs a command as part of a step: shows its last line, logs all, ends with the step. */
export async function runStep(
  context: StepContext,
  command: string,
  args: string[],
  options: RunStepOptions = {},
): Promise<CommandOutcome> {
  const outcome = await runCommand(command, args, {
    cwd: options.cwd ?? checkoutDir,
    env: { ...context.baseEnv, ...options.env },
    mark: markOf(context.state, 'step'),
    logFile: context.logFile,
    onLine: (line) => context.say(line.trim()),
    signal: context.signal,
  });
  if (options.mayFail === true || outcome.exitCode === 0) return outcome;
  const reason = (outcome.stderr.trim() || outcome.stdout.trim()).split('\n').slice(-3).join('\n');
  throw new MachineError(`\`${[command, ...args].join(' ')}\` failed: ${reason}`, `All its output: ${context.logFile}`);
}
