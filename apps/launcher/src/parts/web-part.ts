import { networkInterfaces } from 'node:os';
import { MachineError, isPortFree, shortHash, startDetached } from '@raydeck/embedded';
import { readPorts, savePorts } from '../state/ports-file.ts';
import { logFileOf, markOf, type StateFolder } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';
import type { WebBuild } from '../web/build-web.ts';
import type { Part } from './part.ts';
import { settlePart, stopPart } from './settle-part.ts';
import { settlePort } from './settle-port.ts';
import { answers, waitForHttp } from './wait-for-http.ts';

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
  const port = await choosePort(state, host, wanted);
  const healthUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : bracketed(host)}:${port}/api/health`;
  const url = settings['NEXTAUTH_URL'] ?? `http://${bracketed(reachableHost(host))}:${port}`;
  const own = { ...settings, NEXTAUTH_URL: url, HOSTNAME: host, PORT: String(port) };
  const logFile = logFileOf(state, 'web');
  return {
    name: 'web',
    fingerprint: shortHash(`${build.serverFile}${JSON.stringify(own)}`),
    url,
    healthUrl,
    isHealthy: () => answers(healthUrl, 5_000),
    start: async () => {
      const process = await startDetached({
        command: globalThis.process.execPath,
        args: [build.serverFile],
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

async function choosePort(state: StateFolder, host: string, wanted: number | undefined): Promise<number> {
  const isRunning = (await settlePart(state, 'web')) !== undefined;
  if (wanted === undefined) return settlePort(state, 'web', { isRunning, preferred: 3000, host });
  const isOurs = isRunning && readPorts(state).web === wanted;
  if (isRunning && !isOurs) await stopPart(state, 'web');
  if (!isOurs && !(await isPortFree(wanted, host))) {
    throw new MachineError(
      `Port ${wanted} on ${host} cannot be opened: another program has it, or this user may not.`,
      'End that program, or choose another one with --port.',
    );
  }
  savePorts(state, { web: wanted });
  return wanted;
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
