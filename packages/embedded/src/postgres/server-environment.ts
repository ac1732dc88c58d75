import { delimiter } from 'node:path';
import type { ServerBinaries } from './server-binaries.ts';

/** PostgreSQL gets nothing of ours: no PG* variables, no secrets, no foreign locale. */
export function serverEnvironment({ libraries = [] }: Pick<ServerBinaries, 'libraries'>): Record<string, string> {
  const own = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', LANG: 'C', TZ: 'UTC' };
  return libraries.length === 0 ? own : { ...own, LD_LIBRARY_PATH: libraries.join(delimiter) };
}
