import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { cacheDir } from '../checkout.ts';
import { runStep } from '../steps/run-step.ts';
import type { StepContext } from '../steps/step-context.ts';

/** Debian's package, and the libraries that a machine may lack. */
const PACKAGES = ['pgbouncer', 'libevent-2.1-7', 'libc-ares2'];

/**
 * PgBouncer for the tests behind a pooler: an installed one, else Debian's, unpacked into a folder of ours. It is not installed:
 * that would start a service. Returns the variables by which the tests find it.
 */
export async function ensurePgBouncer(context: StepContext): Promise<Record<string, string>> {
  const installed = context.env.path
    .split(delimiter)
    .concat('/usr/sbin')
    .map((folder) => join(folder, 'pgbouncer'));
  const present = installed.find((file) => existsSync(file));
  if (present !== undefined) return { RAYDECK_TEST_PGBOUNCER: present };
  const folder = join(cacheDir, 'pgbouncer');
  const unpacked = join(folder, 'usr/sbin/pgbouncer');
  if (!existsSync(unpacked) && existsSync('/usr/bin/apt-get')) await unpack(context, folder);
  if (!existsSync(unpacked)) {
    throw new MachineError(
      'The database suite needs PgBouncer, and found none.',
      'Install it: `apt-get install pgbouncer` or `brew install pgbouncer`.',
    );
  }
  const libraries = readdirSync(join(folder, 'usr/lib')).map((name) => join(folder, 'usr/lib', name));
  return { RAYDECK_TEST_PGBOUNCER: unpacked, RAYDECK_TEST_PGBOUNCER_LIBRARIES: libraries.join(delimiter) };
}

async function unpack(context: StepContext, folder: string): Promise<void> {
  const aside = `${folder}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  const download = async () => {
    for (const name of PACKAGES) await runStep(context, 'apt-get', ['download', name], { cwd: aside, mayFail: true });
    return readdirSync(aside).filter((name) => name.endsWith('.deb'));
  };
  let files = await download();
  if (!files.some((name) => name.startsWith('pgbouncer_'))) {
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
