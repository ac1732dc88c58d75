import { existsSync, globSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { cacheDir } from '../checkout.ts';
import { runStep } from '../steps/run-step.ts';
import type { StepContext } from '../steps/step-context.ts';

export interface DebianProgram {
  name: string;
  /** Debian's packages: the program's own first, then libraries that a machine may lack. */
  packages: readonly [string, ...string[]];
  /** Where Debian has it, below the root, as patterns. Default usr/sbin and usr/bin. */
  folders?: readonly string[];
  /** Where it is unpacked. Default a folder of its own in the cache. */
  home?: string;
}

const usualFolders = ['usr/sbin', 'usr/bin'];

/**
 * A program that tests need: an installed one, else Debian's, unpacked into a folder of ours. It is not installed, for that might
 * start a service. `libraries` are folders for the loader.
 */
export async function ensureDebianProgram(
  context: StepContext,
  program: DebianProgram,
): Promise<{ file: string; libraries: string[] }> {
  const onPath = context.env.path.split(delimiter).map((folder) => join(folder, program.name));
  const installed = onPath.find((file) => existsSync(file)) ?? findBelow('/', program);
  if (installed !== undefined) return { file: installed, libraries: [] };
  const { home = join(cacheDir, program.name) } = program;
  if (findBelow(home, program) === undefined && existsSync('/usr/bin/apt-get')) await unpack(context, home, program);
  const file = findBelow(home, program);
  if (file === undefined) {
    throw new MachineError(
      `The tests need ${program.name}, and found none.`,
      `Install it: \`apt-get install ${program.packages[0]}\` or \`brew install ${program.packages[0]}\`.`,
    );
  }
  const lib = join(home, 'usr/lib');
  return { file, libraries: existsSync(lib) ? readdirSync(lib).map((name) => join(lib, name)) : [] };
}

function findBelow(root: string, { name, folders = usualFolders }: DebianProgram): string | undefined {
  return folders.flatMap((folder) => globSync(join(root, folder, name))).at(0);
}

async function unpack(context: StepContext, folder: string, { packages }: DebianProgram): Promise<void> {
  const aside = `${folder}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  const download = async () => {
    for (const name of packages) await runStep(context, 'apt-get', ['download', name], { cwd: aside, mayFail: true });
    return readdirSync(aside).filter((name) => name.endsWith('.deb'));
  };
  let files = await download();
  if (!files.some((name) => name.startsWith(`${packages[0]}_`))) {
    await runStep(context, 'apt-get', ['update'], { mayFail: true });
    files = await download();
  }
  const tree = join(aside, 'tree');
  for (const file of files) await runStep(context, 'dpkg', ['-x', join(aside, file), tree]);
  if (!existsSync(tree)) return;
  rmSync(folder, { recursive: true, force: true });
  await runStep(context, 'mv', [tree, folder]);
  rmSync(aside, { recursive: true, force: true });
}
