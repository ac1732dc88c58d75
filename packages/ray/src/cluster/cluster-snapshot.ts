import type { ClusterNodeRecord } from './cluster-nodes.ts';
import type { ResourceUsage } from './cluster-load.ts';
import type { NodeMachine } from './node-summary.ts';
import type { RayClient } from '../ray-client.ts';

export interface ClusterNode {
  id: string;
  hostname: string | null;
  ip: string | null;
  isHead: boolean;
  alive: boolean;
  /** What the node offers to Ray, and what Ray has given away of it; not what its processes really use. */
  cpu: number;
  usedCpu: number;
  gpu: number;
  usedGpu: number;
  memoryBytes: number;
  usedMemoryBytes: number;
  /** Of the whole machine, null until its agent has measured it. */
  machineCpuPercent: number | null;
  machineMemoryUsedBytes: number | null;
  /** Other resources by name: how much the node offers. */
  custom: Record<string, number>;
  labels: Record<string, string>;
}

export interface ClusterTotals {
  nodes: number;
  cpu: number;
  usedCpu: number;
  gpu: number;
  usedGpu: number;
  memoryBytes: number;
  usedMemoryBytes: number;
}

/** A cluster at one moment, plain JSON for a table and the console. Totals count the nodes that live. */
export interface ClusterSnapshot {
  nodes: ClusterNode[];
  totals: ClusterTotals;
  /** What waits for a place, jobs and everything inside them: each shape with how many ask for it. */
  demand: { resources: Record<string, number>; count: number }[];
}

/** Three questions to Ray, put together. Throws RayError when one fails; some seconds old, as Ray itself is. */
export async function clusterSnapshot(client: RayClient): Promise<ClusterSnapshot> {
  const [records, machines, load] = await Promise.all([client.listNodes(), client.summariseNodes(), client.load()]);
  const nodes = records.map((record) =>
    nodeOf(record, load.byNode.get(record.node_id) ?? {}, machines.get(record.node_id)),
  );
  return { nodes, totals: totalsOf(nodes.filter((node) => node.alive)), demand: load.demand };
}

function nodeOf(record: ClusterNodeRecord, usage: ResourceUsage, machine: NodeMachine | undefined): ClusterNode {
  const total = record.resources_total ?? {};
  return {
    id: record.node_id,
    hostname: machine?.hostname ?? null,
    ip: record.node_ip ?? null,
    isHead: record.is_head_node ?? false,
    alive: record.state === 'ALIVE',
    cpu: total['CPU'] ?? 0,
    usedCpu: usage['CPU']?.[0] ?? 0,
    gpu: total['GPU'] ?? 0,
    usedGpu: usage['GPU']?.[0] ?? 0,
    memoryBytes: total['memory'] ?? 0,
    usedMemoryBytes: usage['memory']?.[0] ?? 0,
    machineCpuPercent: machine?.cpuPercent ?? null,
    machineMemoryUsedBytes: machine?.memoryUsedBytes ?? null,
    custom: Object.fromEntries(Object.entries(total).filter(([name]) => isCustom(name))),
    labels: record.labels ?? {},
  };
}

function isCustom(name: string): boolean {
  return !['CPU', 'GPU', 'memory', 'object_store_memory'].includes(name) && !name.startsWith('node:');
}

function totalsOf(nodes: readonly ClusterNode[]): ClusterTotals {
  const sum = (amount: (node: ClusterNode) => number) => nodes.reduce((total, node) => total + amount(node), 0);
  return {
    nodes: nodes.length,
    cpu: sum((node) => node.cpu),
    usedCpu: sum((node) => node.usedCpu),
    gpu: sum((node) => node.gpu),
    usedGpu: sum((node) => node.usedGpu),
    memoryBytes: sum((node) => node.memoryBytes),
    usedMemoryBytes: sum((node) => node.usedMemoryBytes),
  };
}
