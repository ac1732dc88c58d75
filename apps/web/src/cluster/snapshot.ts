import { z } from 'zod';

const Node = z.object({
  id: z.string(),
  hostname: z.string().nullable().catch(null),
  ip: z.string().nullable().catch(null),
  isHead: z.boolean().catch(false),
  alive: z.boolean().catch(true),
  cpu: z.number().catch(0),
  usedCpu: z.number().catch(0),
  gpu: z.number().catch(0),
  usedGpu: z.number().catch(0),
  memoryBytes: z.number().catch(0),
  usedMemoryBytes: z.number().catch(0),
  custom: z.record(z.string(), z.number()).catch({}),
  labels: z.record(z.string(), z.string()).catch({}),
});

/** What a worker wrote of its cluster. Another version may have written it: what does not parse is not shown. */
export const Snapshot = z.object({
  nodes: z.array(Node),
  demand: z.array(z.object({ resources: z.record(z.string(), z.number()), count: z.number() })).catch([]),
});

export type Snapshot = z.infer<typeof Snapshot>;
export type SnapshotNode = z.infer<typeof Node>;
