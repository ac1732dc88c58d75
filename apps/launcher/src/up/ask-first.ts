import { MachineError } from '@raydeck/embedded';
import { confirm } from '../output/confirm.ts';
import { isRemote, type UpSettings } from '../settings/resolve-settings.ts';

/** Before anything changes: refuses what cannot work, and asks about what is not obviously ours to use. */
export async function askFirst(settings: UpSettings): Promise<void> {
  await askAboutRay(settings);
  await askAboutDatabase(settings);
}

async function askAboutRay({ ray, demo, yes, dotenv }: UpSettings): Promise<void> {
  if (ray.kind !== 'given' || !isRemote(ray.address)) return;
  if (demo)
    throw new MachineError('The demo tasks never run on a remote Ray.', 'Leave out --demo, or the Ray address.');
  if (dotenv['ATTEMPT_API_URLS'] === undefined) {
    throw new MachineError(
      `Jobs on ${ray.address} could not reach the worker on this machine, which listens on 127.0.0.1 only.`,
      'Set ATTEMPT_API_HOST and ATTEMPT_API_URLS in .env to an address that the cluster reaches.',
    );
  }
  await confirm({ fact: `Tasks would run on the remote Ray at ${ray.address}.`, question: 'Use it?', yes });
}

async function askAboutDatabase({ databaseUrl, yes }: UpSettings): Promise<void> {
  if (databaseUrl === undefined) return;
  const { findForeignTables } = await import('../steps/inspect-given-database.ts');
  const foreign = await findForeignTables(databaseUrl);
  if (foreign.length === 0) return;
  const { pathname, host } = new URL(databaseUrl);
  const fact = `The database ${pathname.slice(1)} on ${host} has tables that are not Raydeck's (${foreign.join(', ')}).`;
  await confirm({ fact, question: 'Put the schemas raydeck and pgboss beside them?', yes });
}
