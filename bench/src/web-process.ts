import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { freePort } from '@raydeck/embedded';
import { until } from '@raydeck/testing';

export interface WebProcess {
  url: string;
  pid: number;
  stop: () => Promise<void>;
}

/** The built console in a process of its own, as in production; RAYDECK_BENCH_WEB is its server's file. */
export async function startWebProcess(variables: Record<string, string>): Promise<WebProcess> {
  const { RAYDECK_BENCH_WEB: serverFile, RAYDECK_BENCH_WEB_NODE: nodeFlags = '' } = process.env;
  if (!serverFile) throw new Error('RAYDECK_BENCH_WEB is not set: run this by ./raydeck bench.');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...nodeFlags.split(' ').filter(Boolean), serverFile], {
    cwd: dirname(serverFile),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '',
      NEXT_TELEMETRY_DISABLED: '1',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: 'a secret of the benchmarks, long enough for it',
      ...variables,
    },
  });
  await until('the console to be ready', async () => {
    if (child.exitCode !== null) throw new Error('The console ended at once.');
    return (await fetch(`${url}/api/health`).catch(() => null))?.ok;
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The console could not be started.');
  return {
    url,
    pid,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
