import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, postgresDataDir, startPostgres } from '@raydeck/embedded';

/** A PostgreSQL server that has its client programs beside it. */
export interface DumpServer {
  /** Of the superuser as it was made, database `postgres`. */
  url: string;
  stop(): Promise<void>;
}

const { RAYDECK_TEST_POSTGRES_BIN: binDir, RAYDECK_TEST_POSTGRES_LIBRARIES: folders } = process.env;
const libraries = folders ? folders.split(delimiter) : [];

/** Why none can be started here; null when one can. */
export const whyNoDumpServer =
  binDir === undefined
    ? (process.env['RAYDECK_TEST_POSTGRES_MISSING'] ??
      'RAYDECK_TEST_POSTGRES_BIN names no PostgreSQL: run ./raydeck test.')
    : null;

/** Starts an empty one, as the account that servers run as. */
export async function startDumpServer(superuserPassword: string): Promise<DumpServer> {
  if (binDir === undefined) throw new Error(whyNoDumpServer ?? '');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rd-dump-')));
  const dataDir = postgresDataDir(folder);
  const server = await startPostgres({
    dataDir,
    port: await freePort(),
    superuserPassword,
    logFile: join(folder, 'log'),
    // Unpacked libraries may lack the compiler's.
    settings: { fsync: 'off', jit: 'off' },
    binaries: {
      postgres: join(binDir, 'postgres'),
      initdb: join(binDir, 'initdb'),
      version: majorOf(binDir),
      libraries,
    },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dirname(dataDir), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function majorOf(folder: string): string {
  return /(\d+)\/bin$/.exec(folder)?.[1] ?? '';
}

/** Runs lines of a shell in a folder, as the superuser of the address; ends at the first that fails. */
export async function runAs(url: string, cwd: string, script: string): Promise<{ stdout: string; stderr: string }> {
  const { hostname, port, username, password } = new URL(url);
  mkdirSync(cwd, { recursive: true });
  const env = {
    NODE_ENV: 'test',
    PATH: [binDir, process.env['PATH']].join(delimiter),
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    ...(libraries.length > 0 && { LD_LIBRARY_PATH: libraries.join(delimiter) }),
  };
  return promisify(execFile)('sh', ['-eu', '-c', script], { cwd, env, timeout: 60_000, maxBuffer: 64 * 1024 ** 2 });
}
