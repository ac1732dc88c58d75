import { join } from 'node:path';
import { readLastWords } from '../files/read-last-words.ts';
import { MachineError } from '../machine-error.ts';
import type { RayPorts } from '../ports/ray-ports.ts';
import type { ProcessIdentity } from '../process/process-identity.ts';
import { startDetached, type DetachedProcess } from '../process/start-detached.ts';
import { stopProcessTree } from '../process/stop-process-tree.ts';
import { probeJob } from './probe-job.ts';
import { rayHeadArguments } from './ray-arguments.ts';
import { rayEnvironment } from './ray-environment.ts';
import { prepareRayFolder } from './ray-folder.ts';

export interface RayHeadOptions {
  /** The `bin` folder of a Python environment with `ray[default]`. */
  pythonBinDir: string;
  /** Private and with a short path, see ray-folder.ts. Emptied at start. */
  folder: string;
  ports: RayPorts;
  token: string;
  cpus: number;
  logFile: string;
  /** The environment that Ray and its jobs inherit; without secrets. */
  env: Record<string, string>;
  mark?: string | undefined;
  objectStoreMemoryBytes?: number;
  /** Where the records of jobs, actors and nodes outlive the head, as in production with Redis. Not emptied here. */
  recordsFolder?: string;
  signal?: AbortSignal;
}

export interface RunningRayHead {
  identity: ProcessIdentity;
  /** Of the dashboard and the Job API. */
  address: string;
  token: string;
  stop: () => Promise<void>;
}

export const RAY_READY_TIMEOUT_MS = 150_000;
const DEFAULT_OBJECT_STORE_BYTES = 256 << 20;

/** Starts a Ray head on loopback with token authentication, and returns once a job has succeeded on it. */
export async function startRayHead(options: RayHeadOptions): Promise<RunningRayHead> {
  const { ports, token, mark, logFile, signal } = options;
  const head = await launchRayHead(options);
  const address = dashboardAddress(ports);
  const stop = () => stopRayHead(head.identity, mark);
  try {
    const gaveUp = () => (head.hasExited() ? readLastWords(logFile) : undefined);
    const reason = await probeJob({ address, token, timeoutMs: RAY_READY_TIMEOUT_MS, signal, gaveUp });
    if (reason !== undefined) throw new MachineError(`Ray did not become ready: ${reason}`, `Read ${logFile}.`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { identity: head.identity, address, token, stop };
}

/** Ends exactly this head. Never `ray stop`, which ends every Ray of the machine by name. */
export async function stopRayHead(identity: ProcessIdentity, mark?: string): Promise<void> {
  await stopProcessTree({ root: identity, mark, graceMs: 8_000 });
}

/** Starts the processes of a head and does not wait for them; `ip` is given when other nodes are to join. */
export function launchRayHead(options: RayHeadOptions & { ip?: string }): Promise<DetachedProcess> {
  const { pythonBinDir, ports, token, cpus, env, ip, recordsFolder } = options;
  const tempDir = prepareRayFolder(options.folder);
  const objectStoreMemoryBytes = options.objectStoreMemoryBytes ?? DEFAULT_OBJECT_STORE_BYTES;
  return startDetached({
    command: join(pythonBinDir, 'ray'),
    args: rayHeadArguments({ ports, ip: ip ?? '127.0.0.1', tempDir, offer: { cpus }, objectStoreMemoryBytes }),
    env: rayEnvironment({ base: env, pythonBinDir, ports, token, hasNodes: ip !== undefined, recordsFolder }),
    cwd: tempDir,
    logFile: options.logFile,
    mark: options.mark,
  });
}

export function dashboardAddress(ports: RayPorts): string {
  return `http://127.0.0.1:${ports.dashboard}`;
}
