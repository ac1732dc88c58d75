import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDir } from '../checkout.ts';
import { runStep } from '../steps/run-step.ts';
import type { StepContext } from '../steps/step-context.ts';
import { ensureDebianProgram } from './debian-program.ts';

/** Of Debian 12; a machine without PostgreSQL may lack them. */
const libraries = [
  'libpq5',
  'libldap-2.5-0',
  'libsasl2-2',
  'libxml2',
  'libicu72',
  'libgssapi-krb5-2',
  'libkrb5-3',
  'libk5crypto3',
  'libkrb5support0',
  'libkeyutils1',
  'libreadline8',
];

/** A server with its client programs, pg_dump and the others, in one folder. The embedded one has none. */
export async function ensureDebianPostgres(context: StepContext): Promise<{ binDir: string; libraries: string[] }> {
  const major = await findMajor(context);
  const { file, libraries: folders } = await ensureDebianProgram(context, {
    name: 'initdb',
    packages: [`postgresql-${major}`, `postgresql-client-${major}`, ...libraries],
    folders: [`usr/lib/postgresql/${major}/bin`],
    // As root the server runs as somebody who cannot enter the checkout.
    home: process.getuid?.() === 0 ? '/var/lib/raydeck/debian-postgresql' : join(cacheDir, 'debian-postgresql'),
  });
  return { binDir: dirname(file), libraries: folders };
}

const oldest = '15';

/** The version of this Debian. */
async function findMajor(context: StepContext): Promise<string> {
  if (!existsSync('/usr/bin/apt-cache')) return oldest;
  const ask = async () => {
    const { stdout } = await runStep(context, 'apt-cache', ['depends', 'postgresql'], { mayFail: true });
    return /Depends: postgresql-(\d+)/.exec(stdout)?.[1];
  };
  const known = await ask();
  if (known !== undefined) return known;
  await runStep(context, 'apt-get', ['update'], { mayFail: true });
  return (await ask()) ?? oldest;
}
