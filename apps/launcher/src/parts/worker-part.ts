import { join } from 'node:path';
import { hashContent, shortHash, startDetached } from '@raydeck/embedded';
import { checkoutDir } from '../checkout.ts';
import { logFileOf, markOf } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import { nodeEnvironment, workerNodeFlags } from './node-flags.ts';
import type { Part } from './part.ts';
import { settlePart } from './settle-part.ts';
import { settlePort } from './settle-port.ts';
import { answers, waitForHttp } from './wait-for-http.ts';

export interface WorkerPart extends Part {
  /** Of its health endpoints. */
  url: string;
}

/** `settings` are those of docs/settings.md, without the addresses that this file chooses. */
export async function workerPart(context: StepContext, settings: Record<string, string>): Promise<WorkerPart> {
  const { state, signal, baseEnv } = context;
  const isRunning = (await settlePart(state, 'worker')) !== undefined;
  const attemptApi = await settlePort(state, 'attemptApi', { isRunning, preferred: 7711 });
  const health = await settlePort(state, 'health', { isRunning, preferred: 7712 });
  const own = {
    LOCAL_DIRECTORY: join(state.root, 'local'),
    ATTEMPT_API_PORT: String(attemptApi),
    HEALTH_PORT: String(health),
    ...nodeEnvironment,
    ...settings,
  };
  const url = `http://127.0.0.1:${own.HEALTH_PORT}`;
  const logFile = logFileOf(state, 'worker');
  return {
    name: 'worker',
    fingerprint: shortHash(`${hashSources()}${JSON.stringify([workerNodeFlags, own])}`),
    url,
    isHealthy: () => answers(`${url}/healthz`, 5_000),
    start: async () => {
      const process = await startDetached({
        command: globalThis.process.execPath,
        args: [...workerNodeFlags, join(checkoutDir, 'apps/worker/src/main.ts')],
        env: { ...baseEnv, ...own },
        cwd: state.root,
        logFile,
        mark: markOf(state, 'worker'),
      });
      await waitForHttp(`${url}/readyz`, { subject: 'The worker', process, logFile, timeoutMs: 60_000, signal });
      return process.identity;
    },
  };
}

/** All that the worker loads or ships to Ray. */
function hashSources(): string {
  const sources = ['package-lock.json', 'packages', 'apps/worker/src', 'prisma/schema.prisma', 'python/raydeck'];
  const ignore = new Set(['node_modules', 'testing', 'embedded', '.turbo', '__pycache__', 'tests']);
  return hashContent(
    sources.map((path) => join(checkoutDir, path)),
    { ignore },
  );
}
