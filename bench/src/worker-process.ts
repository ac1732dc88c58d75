import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '@raydeck/embedded';
import { until } from '@raydeck/testing';

/** A worker in a process of its own, as in production; `stop` ends it in order. */
export async function startWorkerProcess(
  variables: Record<string, string>,
): Promise<{ metricsUrl: string; stop(): Promise<void> }> {
  const main = fileURLToPath(new URL('../../apps/worker/src/main.ts', import.meta.url));
  const [attemptPort, healthPort] = [await freePort(), await freePort()];
  const flags = (process.env['RAYDECK_BENCH_WORKER_NODE'] ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...flags, main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '',
      RAYDECK_SECRET: 'a secret of the benchmarks, long enough for it',
      LOG_LEVEL: 'error',
      ATTEMPT_API_PORT: String(attemptPort),
      HEALTH_PORT: String(healthPort),
      ...variables,
    },
  });
  await until('the worker to be ready', async () => {
    if (child.exitCode !== null) throw new Error('The worker ended at once.');
    return (await fetch(`http://127.0.0.1:${healthPort}/readyz`).catch(() => null))?.ok;
  });
  return {
    metricsUrl: `http://127.0.0.1:${healthPort}/metrics`,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
