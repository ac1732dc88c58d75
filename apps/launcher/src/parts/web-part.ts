import { networkInterfaces } from 'node:os';
import { shortHash, startDetached } from '@raydeck/embedded';
import { logFileOf, markOf } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import type { WebBuild } from '../web/build-web.ts';
import { nodeEnvironment, webNodeFlags } from './node-flags.ts';
import type { Part } from './part.ts';
import { answers, waitForHttp } from './wait-for-http.ts';
import { chooseWebPort } from './web-port.ts';

export interface WebPart extends Part {
  /** What people open. */
  url: string;
  /** On this machine. */
  healthUrl: string;
}

export interface WebOptions {
  build: WebBuild;
  host: string;
  /** Asked for by number: this one or none. */
  port: number | undefined;
  /** Those of docs/settings.md, without the addresses that this file chooses. */
  settings: Record<string, string>;
}

export async function webPart(
  context: StepContext,
  { build, host, port: wanted, settings }: WebOptions,
): Promise<WebPart> {
  const { state, signal, baseEnv } = context;
  const port = await chooseWebPort(state, { host, port: wanted });
  const healthUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : bracketed(host)}:${port}/api/health`;
  const url = settings['NEXTAUTH_URL'] ?? `http://${bracketed(reachableHost(host))}:${port}`;
  const own = { ...settings, NEXTAUTH_URL: url, HOSTNAME: host, PORT: String(port), ...nodeEnvironment };
  const args = [...webNodeFlags, build.serverFile];
  const logFile = logFileOf(state, 'web');
  return {
    name: 'web',
    fingerprint: shortHash(JSON.stringify([args, own])),
    url,
    healthUrl,
    isHealthy: () => answers(healthUrl, 5_000),
    start: async () => {
      const process = await startDetached({
        command: globalThis.process.execPath,
        args,
        env: { ...baseEnv, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...own },
        cwd: build.folder,
        logFile,
        mark: markOf(state, 'web'),
      });
      await waitForHttp(healthUrl, { subject: 'The console', process, logFile, timeoutMs: 60_000, signal });
      return process.identity;
    },
  };
}

/** For the wildcard address: one by which other machines reach this one. */
function reachableHost(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host;
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return addresses.find((entry) => entry.family === 'IPv4' && !entry.internal)?.address ?? '127.0.0.1';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
