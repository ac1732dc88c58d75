import { startDetached, type DetachedProcess } from '../process/start-detached.ts';
import type { ServerAccount } from './server-account.ts';
import type { ServerBinaries } from './server-binaries.ts';
import { serverEnvironment } from './server-environment.ts';

export interface LaunchOptions {
  binaries: ServerBinaries;
  account: ServerAccount | undefined;
  dataDir: string;
  port: number;
  logFile: string;
  mark?: string | undefined;
  settings?: Record<string, string> | undefined;
}

/** Starts the server's process. All its settings stand on the command line: the data folder keeps initdb's defaults. */
export function launchServer(options: LaunchOptions): Promise<DetachedProcess> {
  const { binaries, account, dataDir, logFile, mark } = options;
  const settings = { ...BUILT_IN_SETTINGS, port: String(options.port), ...options.settings };
  return startDetached({
    command: binaries.postgres,
    args: ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: serverEnvironment(binaries),
    cwd: '/',
    logFile,
    mark,
    account: account === undefined ? undefined : { uid: account.uid, gid: account.gid },
  });
}

/** Modest enough for a laptop, generous enough that a checkpoint or a sort does not show. */
const BUILT_IN_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  wal_compression: 'on',
  password_encryption: 'scram-sha-256',
  log_timezone: 'UTC',
  timezone: 'UTC',
};
