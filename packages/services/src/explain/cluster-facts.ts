import type { ClusterFacts } from '@raydeck/core';
import type { Query } from '../reading/bounded-read.ts';
import { z } from 'zod';

/** What a worker wrote of its cluster's nodes; another version may have written it. */
const Nodes = z.object({
  nodes: z.array(
    z.object({
      alive: z.boolean().catch(true),
      cpu: z.number().catch(0),
      usedCpu: z.number().catch(0),
      gpu: z.number().catch(0),
      usedGpu: z.number().catch(0),
      memoryBytes: z.number().catch(0),
      usedMemoryBytes: z.number().catch(0),
      custom: z.record(z.string(), z.number()).catch({}),
      labels: z.record(z.string(), z.string()).catch({}),
    }),
  ),
});

type ClusterRow = Omit<ClusterFacts, 'nodes'> & { snapshot: unknown } & Record<string, unknown>;

/** The clusters at these addresses as the workers last saw them, by their primary key. */
export async function readClusterFacts(query: Query, addresses: readonly string[]): Promise<ClusterFacts[]> {
  if (addresses.length === 0) return [];
  const rows = await query<ClusterRow>(text, [[...new Set(addresses)]]);
  return rows.map(({ snapshot, ...row }) => ({ ...row, nodes: Nodes.safeParse(snapshot).data?.nodes ?? null }));
}

const text = `
  SELECT c.address, c.session, c.reachable, c.reachable_at AS "reachableAt", c.error, c.drained, c.drained_by AS "drainedBy",
    c.drained_reason AS "drainedReason", c.drained_at AS "drainedAt", c.snapshot
  FROM raydeck.cluster AS c WHERE c.address = ANY ($1::text[])`;
