import { z } from 'zod';
import { listClusterNodes } from '../cluster/cluster-nodes.ts';
import type { RayHttp } from '../http/ray-http.ts';
import { RayError } from '../ray-error.ts';

/** Where a job is being set up is not known before it is done; of larger clusters the first nodes are looked at. */
const NODES = 16;
const FILES = 4;
const LINES = 400;

const Listing = z.object({ data: z.object({ result: z.record(z.string(), z.array(z.string())) }) });
const Zone = z.object({ offset: z.string().regex(/^[+-]\d\d:\d\d$/) });

/** The end of what a cluster's nodes have written about the set-up of runtime environments. */
export interface SetupLogs {
  texts: string[];
  /** From UTC, as in `+01:00`: the texts are in local time. */
  offset: string;
}

/**
 * Reads them all: Ray's own way to them, the log of the job, is empty until the job is placed. A node that cannot be asked
 * is passed over. Throws RayError when the cluster cannot be asked.
 */
export async function readSetupLogs(http: RayHttp): Promise<SetupLogs> {
  const [{ offset }, nodes] = await Promise.all([http.getJson('/timezone', Zone), listClusterNodes(http)]);
  const alive = nodes.filter((node) => node.state === 'ALIVE').slice(0, NODES);
  const texts = await Promise.all(alive.map((node) => readNode(http, node.node_id).catch(passOver)));
  return { texts: texts.flat(), offset };
}

async function readNode(http: RayHttp, nodeId: string): Promise<string[]> {
  const node = `node_id=${encodeURIComponent(nodeId)}`;
  const listing = await http.getJson(
    `/api/v0/logs?${node}&glob=${encodeURIComponent('runtime_env_setup-*.log')}`,
    Listing,
  );
  const names = Object.values(listing.data.result).flat().slice(0, FILES);
  return Promise.all(
    names.map(async (name) => {
      const path = `/api/v0/logs/file?${node}&filename=${encodeURIComponent(name)}&lines=${LINES}`;
      const answer = await http.get(path);
      return answer.statusCode === 200 ? answer.text : '';
    }),
  );
}

function passOver(error: unknown): string[] {
  if (!(error instanceof RayError)) throw error;
  return [];
}
