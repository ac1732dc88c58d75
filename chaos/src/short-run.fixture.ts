import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnerName } from '@raydeck/core';
import { createInstallation } from './environment/installation.ts';
import type { RayCluster } from './environment/ray-cluster.ts';
import type { Server } from './environment/server.ts';
import { chooseFaults } from './faults/registry.ts';
import type { Report } from './report/report.ts';
import { type ChaosOptions, runChaos } from './run-chaos.ts';

export interface ShortRun extends Pick<ChaosOptions, 'minutes' | 'rates' | 'quietMs' | 'recoveryMs' | 'lookFor'> {
  /** Of its folder. */
  name: string;
  server: Server;
  ray: RayCluster | null;
  runners: readonly RunnerName[];
  kinds: string[];
  withoutGuards?: string[];
}

/** A run with short leases and a fixed seed. */
export async function shortRun({
  name,
  server,
  ray,
  runners,
  kinds,
  withoutGuards = [],
  ...times
}: ShortRun): Promise<Report> {
  const installation = await createInstallation(join(chaosFolder(), name), {
    server,
    ray,
    python: pythonCommand(),
    settings: {
      workers: 3,
      concurrency: 8,
      heartbeatSeconds: 1,
      leaseSeconds: 5,
      silenceSeconds: 30,
      runners,
      withoutGuards,
    },
  });
  try {
    const faults = chooseFaults(kinds, runners);
    return await runChaos({ installation, seed: 20_261_128, faults, gapMs: 2_000, say: () => undefined, ...times });
  } finally {
    await installation.close();
  }
}

/** Made anew by ./raydeck test. */
export function chaosFolder(): string {
  const folder = given('RAYDECK_CHAOS_DIR');
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function pythonCommand(): string {
  return given('RAYDECK_TEST_PYTHON');
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by ./raydeck test.`);
  return value;
}
