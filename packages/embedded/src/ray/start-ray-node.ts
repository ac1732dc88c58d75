import { join } from 'node:path';
import type { RayPorts } from '../ports/ray-ports.ts';
import { killProcessTree } from '../process/kill-process-tree.ts';
import type { ProcessIdentity } from '../process/process-identity.ts';
import { startDetached } from '../process/start-detached.ts';
import { stopProcessTree } from '../process/stop-process-tree.ts';
import { awaitRayNode } from './await-ray-node.ts';
import { type RayNodeOffer, rayNodeArguments } from './ray-arguments.ts';
import { rayEnvironment } from './ray-environment.ts';
import { prepareRayFolder } from './ray-folder.ts';

export interface RayNodeOptions {
  pythonBinDir: string;
  /** The cluster's; the node takes a folder of its name in it. */
  folder: string;
  ports: RayPorts;
  /** Unique in the cluster, also among its dead nodes. */
  name: string;
  ip: string;
  head: { gcsAddress: string; address: string; token: string };
  offer: RayNodeOffer;
  objectStoreMemoryBytes: number;
  env: Record<string, string>;
  mark?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface RunningRayNode {
  /** Ray's own id of it. */
  id: string;
  /** Where its files are, the output of its jobs among them. */
  folder: string;
  identity: ProcessIdentity;
  stop: () => Promise<void>;
  /** As a machine that loses its power: nothing of it has the time to say a word. */
  kill: () => Promise<void>;
}

/** Starts a node that joins a head, and returns once the head knows it. */
export async function startRayNode(options: RayNodeOptions): Promise<RunningRayNode> {
  const { pythonBinDir, folder, ports, name, ip, head, offer, objectStoreMemoryBytes, mark, signal } = options;
  const { address, token, gcsAddress } = head;
  const tempDir = prepareRayFolder(folder, name);
  const logFile = join(folder, `${name}.log`);
  const { identity, hasExited } = await startDetached({
    command: join(pythonBinDir, 'ray'),
    args: rayNodeArguments({ ports, ip, tempDir, offer, objectStoreMemoryBytes, gcsAddress, name }),
    env: rayEnvironment({ base: options.env, pythonBinDir, ports, token, hasNodes: true }),
    cwd: tempDir,
    logFile,
    mark,
  });
  const stop = async (): Promise<void> => void (await stopProcessTree({ root: identity, graceMs: 8_000 }));
  try {
    const id = await awaitRayNode({ address, token, name, hasExited, logFile, signal });
    return { id, folder: tempDir, identity, stop, kill: () => killProcessTree({ root: identity }) };
  } catch (error) {
    await stop();
    throw error;
  }
}
