import { z } from 'zod';
import type { RayHttp } from '../http/ray-http.ts';

const Summary = z.object({
  hostname: z.string().nullish(),
  /** Percent of all cores. */
  cpu: z.number().nullish(),
  /** Total, available, percent used, used; bytes but for the third. */
  mem: z.array(z.number()).nullish(),
  raylet: z.object({ nodeId: z.string() }).nullish(),
});

const SummaryAnswer = z.object({ data: z.object({ summary: z.array(Summary) }) });

export interface NodeMachine {
  hostname: string | null;
  cpuPercent: number | null;
  memoryUsedBytes: number | null;
}

/** What each node's agent measures of its machine, by node id. A node appears some seconds after its start. */
export async function summariseNodes(http: RayHttp): Promise<Map<string, NodeMachine>> {
  const answer = await http.getJson('/nodes?view=summary', SummaryAnswer);
  const machines = new Map<string, NodeMachine>();
  for (const node of answer.data.summary) {
    if (!node.raylet) continue;
    const used = node.mem?.[3] ?? null;
    machines.set(node.raylet.nodeId, {
      hostname: node.hostname ?? null,
      cpuPercent: node.cpu ?? null,
      memoryUsedBytes: used,
    });
  }
  return machines;
}
