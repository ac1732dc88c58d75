import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withMachineLock } from '../files/machine-lock.ts';
import { MachineError } from '../machine-error.ts';
import { freePort } from '../ports/free-port.ts';
import { chooseRayPorts } from '../ports/ray-ports.ts';
import { stopProcessTree } from '../process/stop-process-tree.ts';
import { awaitRayNode } from './await-ray-node.ts';
import { probeJob } from './probe-job.ts';
import type { RayNodeOffer } from './ray-arguments.ts';
import { dashboardAddress, launchRayHead, RAY_READY_TIMEOUT_MS } from './start-ray-head.ts';
import { type RunningRayNode, startRayNode } from './start-ray-node.ts';

export interface RayClusterOptions {
  /** The `bin` folder of a Python environment with `ray[default]`. */
  pythonBinDir: string;
  /** Private and with a short path, see ray-folder.ts. Logs go there too; removed at the end. */
  folder: string;
  token: string;
  /** The environment that Ray and its jobs inherit; without secrets. */
  env: Record<string, string>;
  /** What the first worker nodes offer. */
  workers: readonly RayNodeOffer[];
  /** Spreads clusters over the blocks of ports. */
  seed?: number;
  mark?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** A Ray of several nodes on one machine: a head without CPUs, as in production, and worker nodes. */
export interface RunningRayCluster {
  /** Of the dashboard and the Job API. */
  address: string;
  token: string;
  headId: string;
  /** Those that it was started with. */
  workers: readonly RunningRayNode[];
  addWorker(offer: RayNodeOffer): Promise<RunningRayNode>;
  stop(): Promise<void>;
}

const OBJECT_STORE_BYTES = 100 << 20;

/** Starts a head and worker nodes, and returns once a job has succeeded on a worker. For tests; not on macOS. */
export async function startRayCluster(options: RayClusterOptions): Promise<RunningRayCluster> {
  const { folder, token, workers, signal } = options;
  const running: { stop: () => Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((node) => node.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const head = await startHead(options, running);
    const { address, id: headId } = head;
    let count = 0;
    const addWorker = async (offer: RayNodeOffer): Promise<RunningRayNode> => {
      const node = await startWorker(options, head, { offer, index: (count += 1) });
      running.push(node);
      return node;
    };
    const first: RunningRayNode[] = [];
    for (const offer of workers) first.push(await addWorker(offer));
    const reason = await probeJob({ address, token, timeoutMs: RAY_READY_TIMEOUT_MS, signal });
    if (reason !== undefined) throw new MachineError(`Ray did not become ready: ${reason}`, `Read ${folder}/*.log.`);
    return { address, token, headId, workers: first, addWorker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Head {
  id: string;
  address: string;
  gcsAddress: string;
}

async function startHead(options: RayClusterOptions, running: { stop: () => Promise<void> }[]): Promise<Head> {
  const { pythonBinDir, folder, token, env, mark, signal } = options;
  const ip = await ipOf(0);
  const logFile = join(folder, 'head.log');
  return withPortsLocked(options, async (ports) => {
    const objectStoreMemoryBytes = OBJECT_STORE_BYTES;
    const head = { pythonBinDir, folder, ports, token, cpus: 0, logFile, env, mark, ip, objectStoreMemoryBytes };
    const { identity, hasExited } = await launchRayHead(head);
    running.push({ stop: async () => void (await stopProcessTree({ root: identity, graceMs: 8_000 })) });
    const address = dashboardAddress(ports);
    const id = await awaitRayNode({ address, token, name: ip, hasExited, logFile, signal });
    return { id, address, gcsAddress: `${ip}:${ports.gcs}` };
  });
}

async function startWorker(
  options: RayClusterOptions,
  { address, gcsAddress }: Head,
  { offer, index }: { offer: RayNodeOffer; index: number },
): Promise<RunningRayNode> {
  const { pythonBinDir, folder, token, env, mark, signal } = options;
  const ip = await ipOf(index);
  return withPortsLocked(options, (ports) =>
    startRayNode({
      pythonBinDir,
      folder,
      ports,
      name: `n${index}`,
      ip,
      head: { gcsAddress, address, token },
      offer,
      objectStoreMemoryBytes: OBJECT_STORE_BYTES,
      env,
      mark,
      signal,
    }),
  );
}

/** Until the node listens, nobody else on the machine chooses ports. */
function withPortsLocked<T>(
  { seed = 0 }: RayClusterOptions,
  work: (ports: Awaited<ReturnType<typeof chooseRayPorts>>) => Promise<T>,
): Promise<T> {
  const holder = 'Another Raydeck that starts its ray';
  return withMachineLock('ray', { holder }, async () => work(await chooseRayPorts(seed)));
}

/** An address for each node. Not 127.0.0.1: a node that is to join takes it for the machine's outer address. */
async function ipOf(index: number): Promise<string> {
  const ip = `127.0.0.${index + 2}`;
  await freePort(undefined, ip).catch(() => {
    throw new MachineError(
      `A Ray of several nodes needs the address ${ip} for one of them, and this machine has it not.`,
      `Add it to the loopback interface; on macOS: sudo ifconfig lo0 alias ${ip}`,
    );
  });
  return ip;
}
