import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from '../files/content-hash.ts';

/**
 * Where the data of one state folder live: inside it, or, when we are root, below /var/lib, since the unprivileged
 * account that PostgreSQL then runs as can often not enter the checkout.
 */
export function postgresDataDir(stateDir: string): string {
  if (process.getuid?.() !== 0) return join(stateDir, 'postgres', 'data');
  return join('/var/lib/raydeck', shortHash(realpathSync(stateDir)), 'data');
}
