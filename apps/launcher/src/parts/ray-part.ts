import { availableParallelism } from 'node:os';
import { areRayPortsFree, chooseRayPorts, rayFolder, startRayHead, type RayPorts } from '@raydeck/embedded';
import type { PythonEnvironment } from '../python/python-environment.ts';
import { readPorts, savePorts } from '../state/ports-file.ts';
import type { Secrets } from '../state/secrets-file.ts';
import { logFileOf, markOf, type StateFolder } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import type { Part } from './part.ts';
import { settlePart } from './settle-part.ts';
import { answers } from './wait-for-http.ts';

export interface RayPart extends Part {
  /** Of the dashboard and the Job API. */
  address: string;
}

export async function rayPart(
  context: StepContext,
  python: PythonEnvironment,
  { rayToken }: Secrets,
): Promise<RayPart> {
  const { state, signal, baseEnv } = context;
  const running = await settlePart(state, 'ray');
  const ports = await settleRayPorts(state, running !== undefined);
  const address = `http://127.0.0.1:${ports.dashboard}`;
  return {
    name: 'ray',
    fingerprint: `${python.folder}:${ports.gcs}`,
    address,
    isHealthy: () => answers(rayHealthUrl(address), 5_000),
    start: async () => {
      const head = await startRayHead({
        pythonBinDir: python.binDir,
        folder: rayFolder(state.key),
        ports,
        token: rayToken,
        cpus: availableParallelism(),
        logFile: logFileOf(state, 'ray'),
        env: baseEnv,
        mark: markOf(state, 'ray'),
        signal,
      });
      return head.identity;
    },
  };
}

/** The dashboard outlives the rest of a head that dies; this one asks its heart, and needs no token. */
export function rayHealthUrl(address: string): string {
  return `${address}/api/gcs_healthz`;
}

async function settleRayPorts(state: StateFolder, isRunning: boolean): Promise<RayPorts> {
  const saved = readPorts(state).ray;
  if (saved !== undefined && (isRunning || (await areRayPortsFree(saved)))) return saved;
  const ray = await chooseRayPorts(Number.parseInt(state.key.slice(0, 6), 16));
  savePorts(state, { ray });
  return ray;
}
