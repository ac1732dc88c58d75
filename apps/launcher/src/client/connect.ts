import { type Client, createClient } from '@raydeck/client';
import type { Env } from '../env.ts';
import { findSecrets } from '../state/secrets-file.ts';
import { readStoredSettings } from '../state/settings-file.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { UsageError } from './usage-error.ts';

export interface Address {
  url?: string | undefined;
  key?: string | undefined;
}

/** Which key of this folder's own stack a command takes when none is given. */
export type OwnKey = 'tasks' | 'admin';

/** A client of the Raydeck that flags, environment or this folder's own stack name, in this order. */
export function connect(given: Address, env: Env, ownKey: OwnKey): Client {
  const url = given.url ?? env.url;
  const key = given.key ?? env.apiKey;
  if (url !== undefined && key === undefined) {
    throw new UsageError('An address without a key: give --key too, or set RAYDECK_API_KEY.');
  }
  const own = url === undefined || key === undefined ? ownStack(env, ownKey) : { url: '', apiKey: '' };
  try {
    return createClient({ url: url ?? own.url, apiKey: key ?? own.apiKey, bigints: true });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function ownStack(env: Env, ownKey: OwnKey): { url: string; apiKey: string } {
  const state = openStateFolder(env.stateDir);
  const secrets = findSecrets(state);
  const health = readStoredSettings(state).stack?.webHealthUrl;
  const apiKey = ownKey === 'admin' ? secrets?.adminApiKey : secrets?.apiKey;
  if (!health || apiKey === undefined) {
    throw new UsageError(
      'There is no stack with a console in this folder: ./raydeck up starts one. For another one give --url and --key, or set ' +
        'RAYDECK_URL and RAYDECK_API_KEY.',
    );
  }
  // Not the address that people open: that may lead through a proxy of theirs.
  return { url: health.replace(/\/api\/health$/, ''), apiKey };
}
