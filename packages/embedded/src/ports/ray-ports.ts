import { z } from 'zod';
import { MachineError } from '../machine-error.ts';
import { isPortFree } from './free-port.ts';

/**
 * Every port that a Ray head opens. Left to itself Ray takes fixed ones (52365, 44217, 44227, 10001), and a second head
 * on the machine then looks alive but refuses each job.
 */
export const RayPorts = z.object({
  gcs: z.number(),
  nodeManager: z.number(),
  objectManager: z.number(),
  dashboard: z.number(),
  dashboardAgentHttp: z.number(),
  dashboardAgentGrpc: z.number(),
  runtimeEnvAgent: z.number(),
  clientServer: z.number(),
  metricsExport: z.number(),
  autoscalerMetrics: z.number(),
  dashboardMetrics: z.number(),
  minWorker: z.number(),
  maxWorker: z.number(),
});
export type RayPorts = z.infer<typeof RayPorts>;

const FIRST_BLOCK = 20_000;
const BLOCK_SIZE = 500;
const BLOCKS = 10;
const FIRST_WORKER_OFFSET = 20;

/** A block of ports of its own, disjoint inside; `seed` spreads checkouts over the blocks. */
export async function chooseRayPorts(seed: number): Promise<RayPorts> {
  for (let turn = 0; turn < BLOCKS; turn++) {
    const ports = portsOfBlock((seed + turn) % BLOCKS);
    if (await areRayPortsFree(ports)) return ports;
  }
  const last = FIRST_BLOCK + BLOCKS * BLOCK_SIZE - 1;
  throw new MachineError(
    `Ray needs a block of free ports between ${FIRST_BLOCK} and ${last}, and none is left.`,
    'End another Raydeck on this machine (`./raydeck down` in its folder), or start with --no-ray.',
  );
}

export async function areRayPortsFree(ports: RayPorts): Promise<boolean> {
  const { maxWorker, ...fixed } = ports;
  const free = await Promise.all([...Object.values(fixed), maxWorker].map((port) => isPortFree(port)));
  return !free.includes(false);
}

function portsOfBlock(block: number): RayPorts {
  const base = FIRST_BLOCK + block * BLOCK_SIZE;
  return {
    gcs: base,
    nodeManager: base + 1,
    objectManager: base + 2,
    dashboard: base + 3,
    dashboardAgentHttp: base + 4,
    dashboardAgentGrpc: base + 5,
    runtimeEnvAgent: base + 6,
    clientServer: base + 7,
    metricsExport: base + 8,
    autoscalerMetrics: base + 9,
    dashboardMetrics: base + 10,
    minWorker: base + FIRST_WORKER_OFFSET,
    maxWorker: base + BLOCK_SIZE - 1,
  };
}
