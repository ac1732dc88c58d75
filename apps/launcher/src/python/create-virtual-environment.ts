import { join } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import type { StepContext } from '../steps/step-context.ts';
import { runStep } from '../steps/run-step.ts';
import { findPipElsewhere } from './find-pip.ts';

/** A fresh virtual environment and the command that installs into it. */
export interface VirtualEnvironment {
  folder: string;
  /** Followed by pip's own arguments. */
  pip: string[];
}

/** Debian leaves `ensurepip` out of its Python: then a pip from elsewhere on the machine does the work. */
export async function createVirtualEnvironment(
  python: string,
  folder: string,
  context: StepContext,
): Promise<VirtualEnvironment> {
  const executable = join(folder, 'bin', 'python');
  const complete = await runStep(context, python, ['-m', 'venv', '--clear', folder], { mayFail: true });
  if (complete.exitCode === 0) return { folder, pip: [executable, '-m', 'pip'] };

  const bare = await runStep(context, python, ['-m', 'venv', '--clear', '--without-pip', folder], { mayFail: true });
  if (bare.exitCode !== 0) {
    throw new MachineError(
      `${python} cannot make virtual environments: ${bare.stderr.trim().split('\n').at(-1) ?? ''}`,
      'Install its venv module: `apt-get install python3-venv` on Debian and Ubuntu.',
    );
  }
  const pip = findPipElsewhere(executable, context.env);
  if (pip !== undefined) return { folder, pip };
  throw new MachineError(
    `${python} has no pip, and none was found elsewhere on this machine.`,
    'Install one: `apt-get install python3-venv` or `apt-get install python3-pip` on Debian and Ubuntu.',
  );
}
