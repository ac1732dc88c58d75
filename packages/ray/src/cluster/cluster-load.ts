import { z } from 'zod';
import type { RayHttp } from '../http/ray-http.ts';

const Amounts = z.record(z.string(), z.number());
const Usage = z.record(z.string(), z.tuple([z.number(), z.number()])).nullish();

const Report = z.object({
  usage: Usage,
  usageByNode: z.record(z.string(), Usage).nullish(),
  resourceDemand: z.array(z.tuple([Amounts, z.number()])).nullish(),
});

const StatusAnswer = z.object({
  data: z.object({ clusterStatus: z.object({ loadMetricsReport: Report.nullish() }).nullish() }),
});

/** Resource name → [used, total]. Ray's answer has camel-cased names here: only CPU, GPU and memory are to be trusted. */
export type ResourceUsage = Record<string, readonly [number, number]>;

export interface ClusterLoad {
  byNode: Map<string, ResourceUsage>;
  /** What waits for a place: each shape with how many ask for it. */
  demand: { resources: Record<string, number>; count: number }[];
}

/** What is used and what waits, as the autoscaler's monitor on the head last saw it (every five seconds or so). */
export async function getClusterLoad(http: RayHttp): Promise<ClusterLoad> {
  const answer = await http.getJson('/api/cluster_status', StatusAnswer);
  const report = answer.data.clusterStatus?.loadMetricsReport;
  const byNode = new Map<string, ResourceUsage>();
  for (const [id, usage] of Object.entries(report?.usageByNode ?? {})) byNode.set(id, usage ?? {});
  const demand = (report?.resourceDemand ?? []).map(([resources, count]) => ({ resources, count }));
  return { byNode, demand };
}
