import { readPorts } from './ports-file.ts';
import { findSecrets } from './secrets-file.ts';
import type { StateFolder } from './state-folder.ts';

/** Where web and worker find the database of this stack; null before the first `up`. */
export function databaseUrlOf(state: StateFolder): string | null {
  const secrets = findSecrets(state);
  if (secrets?.givenDatabaseUrl !== undefined) return secrets.givenDatabaseUrl;
  const port = readPorts(state).postgres;
  if (secrets === undefined || port === undefined) return null;
  return `postgresql://raydeck:${secrets.appPassword}@127.0.0.1:${port}/raydeck`;
}
