import { z } from 'zod';
import type { RayHttp } from '../http/ray-http.ts';

/** Ray's default is 100, its most 10,000. */
const LIMIT = 10_000;

const Resources = z.record(z.string(), z.number()).nullish();

const Node = z.object({
  node_id: z.string(),
  node_ip: z.string().nullish(),
  node_name: z.string().nullish(),
  is_head_node: z.boolean().nullish(),
  /** ALIVE or DEAD. */
  state: z.string(),
  state_message: z.string().nullish(),
  start_time_ms: z.number().nullish(),
  resources_total: Resources,
  labels: z.record(z.string(), z.string()).nullish(),
});

const NodesAnswer = z.object({ data: z.object({ result: z.object({ result: z.array(Node) }) }) });

export type ClusterNodeRecord = z.output<typeof Node>;

/** The nodes as the state API lists them, dead ones included: here custom resources keep their names. */
export async function listClusterNodes(http: RayHttp): Promise<ClusterNodeRecord[]> {
  const answer = await http.getJson(`/api/v0/nodes?detail=1&limit=${LIMIT}`, NodesAnswer);
  return answer.data.result.result;
}
