import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash, withFileLock } from '@raydeck/embedded';
import { z } from 'zod';
import { cacheDir, checkoutDir } from '../checkout.ts';
import { readJsonFile, writeJsonFile } from '../state/json-file.ts';
import type { StepContext } from '../steps/step-context.ts';
import { createVirtualEnvironment } from './create-virtual-environment.ts';
import { findPython } from './find-python.ts';
import { installRequirements } from './install-requirements.ts';

const KINDS = ['ray', 'plain', 'dev', 'django52', 'django60', 'django61', 's3', 'celery', 'django-ray'] as const;
/**
 * `ray`: Ray and our package. `plain`: only our package, for --no-ray. `dev`: the tools of check and test. `django…`: one
 * version of Django for its suite. `s3`: an S3 server, which comes as a wheel. `celery` and `django-ray`: what a
 * benchmark compares with. These last see everything of `ray` beside.
 */
export type PythonKind = (typeof KINDS)[number];

export interface PythonEnvironment {
  folder: string;
  binDir: string;
  executable: string;
  version: string;
  isSecondChoice: boolean;
}

const Stamp = z.object({ version: z.string(), isSecondChoice: z.boolean() });

const folderOfAll = join(cacheDir, 'python');

/** The environment of this kind for the pinned requirements; made if there is none. Its stamp is written last. */
export async function ensurePythonEnvironment(kind: PythonKind, context: StepContext): Promise<PythonEnvironment> {
  const folder = join(folderOfAll, `${kind}-${requirementsHash(kind)}`);
  const present = findComplete(folder);
  if (present !== undefined) return present;
  const lock = join(folderOfAll, `${kind}.lock`);
  return withFileLock(
    lock,
    {
      holder: 'Another command that sets up Python',
      onWait: () => context.say('waiting for another command'),
      signal: context.signal,
    },
    async () => {
      const made = findComplete(folder);
      if (made !== undefined) return made;
      return create(kind, folder, context);
    },
  );
}

async function create(kind: PythonKind, folder: string, context: StepContext): Promise<PythonEnvironment> {
  rmSync(folder, { recursive: true, force: true });
  const beneath = standsOnRay(kind) ? await ensurePythonEnvironment('ray', context) : undefined;
  const python =
    beneath ?? findPython({ path: context.env.path, home: context.env.home, pyenvRoot: context.env.pyenvRoot });
  context.say(`Python ${python.version}: ${python.executable}`);
  const environment = await createVirtualEnvironment(python.executable, folder, context);
  const sitePackages = sitePackagesOf(folder, python.version);
  // A line in a .pth file instead of an installation: edits in the checkout are seen at once, and nothing is built.
  const seen = [
    join(checkoutDir, 'python'),
    ...(beneath === undefined ? [] : [sitePackagesOf(beneath.folder, beneath.version)]),
  ];
  // Before pip, which so sees what is beneath and does not install it a second time.
  writeFileSync(join(sitePackages, 'raydeck-checkout.pth'), `${seen.join('\n')}\n`);
  const requirements = requirementsFile(kind);
  if (requirements !== undefined) await installRequirements(environment, requirements, context);
  const { version, isSecondChoice } = python;
  writeJsonFile(stampOf(folder), { version, isSecondChoice });
  return describe(folder, { version, isSecondChoice });
}

/** Removes environments of earlier requirements. Not to be called while a part still runs on one. */
export function prunePythonEnvironments(): void {
  const current = KINDS.map((kind) => `${kind}-${requirementsHash(kind)}`);
  const present = existsSync(folderOfAll) ? readdirSync(folderOfAll) : [];
  const isOurs = (name: string) => KINDS.some((kind) => name.startsWith(`${kind}-`));
  const old = present.filter((name) => isOurs(name) && !current.includes(name));
  for (const name of old) rmSync(join(folderOfAll, name), { recursive: true, force: true });
}

function standsOnRay(kind: PythonKind): boolean {
  return kind !== 'ray' && kind !== 'plain';
}

function findComplete(folder: string): PythonEnvironment | undefined {
  const stamp = readJsonFile(stampOf(folder), Stamp);
  const environment = stamp === undefined ? undefined : describe(folder, stamp);
  // The interpreter beneath may have been removed since: bin/python is a link to it.
  return environment !== undefined && existsSync(environment.executable) ? environment : undefined;
}

function describe(folder: string, stamp: z.infer<typeof Stamp>): PythonEnvironment {
  return { folder, binDir: join(folder, 'bin'), executable: join(folder, 'bin', 'python'), ...stamp };
}

function stampOf(folder: string): string {
  return join(folder, 'raydeck-stamp.json');
}

function sitePackagesOf(folder: string, version: string): string {
  return join(folder, 'lib', `python${version}`, 'site-packages');
}

function requirementsFile(kind: PythonKind): string | undefined {
  return kind === 'plain' ? undefined : join(checkoutDir, 'python', `requirements-${kind}.txt`);
}

function requirementsHash(kind: PythonKind): string {
  // What stands on the ray environment changes with both.
  const files = standsOnRay(kind) ? [requirementsFile(kind), requirementsFile('ray')] : [requirementsFile(kind)];
  const texts = files.map((file) => (file === undefined ? '' : readFileSync(file, 'utf8')));
  // The path counts because scripts in `bin` contain it: a moved checkout needs new ones.
  return shortHash([folderOfAll, ...texts].join('\0'), 8);
}
