import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { runStep } from '../steps/run-step.ts';
import type { StepContext } from '../steps/step-context.ts';
import type { VirtualEnvironment } from './create-virtual-environment.ts';

export async function installRequirements(
  { pip }: VirtualEnvironment,
  file: string,
  context: StepContext,
): Promise<void> {
  const [command = '', ...args] = pip;
  const options = ['--disable-pip-version-check', '--no-input', '--progress-bar=off', '--requirement', file];
  // A user's configuration may ask for another place to install to; here the place is fixed.
  const env = {
    PIP_USER: '0',
    PIP_TARGET: '',
    PIP_PREFIX: '',
    PIP_REQUIRE_VIRTUALENV: '0',
    PIP_BREAK_SYSTEM_PACKAGES: '0',
  };
  const outcome = await runStep(context, command, [...args, 'install', ...options], { env, mayFail: true });
  if (outcome.exitCode === 0) return;
  const wanted = readFileSync(file, 'utf8').trim().split('\n').join(', ');
  const reason =
    outcome.stderr.split('\n').findLast((line) => line.startsWith('ERROR')) ??
    outcome.stderr.trim().split('\n').at(-1) ??
    '';
  throw new MachineError(
    `pip could not install ${wanted} (${basename(file)}): ${reason.replace(/^ERROR: /, '')}`,
    `Check the network and pip's index, then try again; nothing that is done is done twice. All its output: ${context.logFile}`,
  );
}
