import { isRunning, postgresDataDir, startPostgres } from '@raydeck/embedded';
import { findRun } from '../state/run-file.ts';
import type { Secrets } from '../state/secrets-file.ts';
import { logFileOf, markOf } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import type { Part } from './part.ts';
import { settlePart } from './settle-part.ts';
import { settlePort } from './settle-port.ts';

const PREFERRED_PORT = 25_432;

export interface PostgresPart extends Part {
  superuserUrl: string;
}

export async function postgresPart(context: StepContext, { postgresPassword }: Secrets): Promise<PostgresPart> {
  const { state, signal } = context;
  const running = await settlePart(state, 'postgres');
  const port = await settlePort(state, 'postgres', { isRunning: running !== undefined, preferred: PREFERRED_PORT });
  return {
    name: 'postgres',
    fingerprint: `postgres-18:${port}`,
    superuserUrl: `postgresql://postgres:${postgresPassword}@127.0.0.1:${port}/postgres`,
    isHealthy: () => {
      const run = findRun(state, 'postgres');
      return Promise.resolve(run !== undefined && isRunning(run));
    },
    start: async () => {
      const server = await startPostgres({
        dataDir: postgresDataDir(state.root),
        port,
        superuserPassword: postgresPassword,
        logFile: logFileOf(state, 'postgres'),
        mark: markOf(state, 'postgres'),
        signal,
      });
      return server.identity;
    },
  };
}
