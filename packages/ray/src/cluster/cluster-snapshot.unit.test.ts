import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRayClient, type RayClient } from '../ray-client.ts';
import { type RayDouble, sendJson, startRayDouble } from '../ray-double.ts';
import { clusterSnapshot } from './cluster-snapshot.ts';

// Answers of Ray 2.59.0, shortened: a head, a node that has just come, one that has died, and a job that finds no room.
const answers: Record<string, unknown> = {
  '/api/v0/nodes?detail=1&limit=10000': {
    result: true,
    data: {
      result: {
        total: 3,
        result: [
          {
            node_id: 'aaa',
            node_ip: '10.0.0.1',
            is_head_node: true,
            state: 'ALIVE',
            state_message: null,
            node_name: '10.0.0.1',
            resources_total: {
              'node:10.0.0.1': 1,
              'node:__internal_head__': 1,
              object_store_memory: 1e8,
              CPU: 2,
              memory: 2e9,
            },
            labels: { 'ray.io/node-id': 'aaa' },
          },
          { node_id: 'bbb', state: 'ALIVE', resources_total: { CPU: 4, GPU: 1, memory: 4e9, my_Disk: 3 }, labels: {} },
          { node_id: 'ccc', state: 'DEAD', resources_total: { CPU: 8 }, labels: null },
        ],
      },
    },
  },
  '/nodes?view=summary': {
    result: true,
    data: { summary: [{ hostname: 'head-0', cpu: 12.5, mem: [4e9, 1e9, 75, 3e9], raylet: { nodeId: 'aaa' } }, {}] },
  },
  '/api/cluster_status': {
    result: true,
    data: {
      clusterStatus: {
        loadMetricsReport: {
          usage: {},
          usageByNode: { aaa: { CPU: [1.5, 2], memory: [5e8, 2e9] }, bbb: { CPU: [4, 4], GPU: [0.5, 1] } },
          resourceDemand: [[{ CPU: 7, my_Disk: 1 }, 3]],
        },
      },
    },
  },
};

let double: RayDouble;
let ray: RayClient;
let status: unknown = null;

beforeAll(async () => {
  double = await startRayDouble((request, response) => {
    const body = request.url === '/api/cluster_status' && status !== null ? status : answers[request.url ?? ''];
    sendJson(response, body ?? {}, body === undefined ? 404 : 200);
  });
  ray = createRayClient({ address: double.address });
});

afterAll(async () => {
  await ray.close();
  await double.close();
});

it('a snapshot has the living and the dead, what they offer and what is used, and sums up the living', async () => {
  const { nodes, totals, demand } = await clusterSnapshot(ray);
  expect(nodes).toMatchObject([
    {
      id: 'aaa',
      hostname: 'head-0',
      isHead: true,
      alive: true,
      cpu: 2,
      usedCpu: 1.5,
      usedMemoryBytes: 5e8,
      machineCpuPercent: 12.5,
      machineMemoryUsedBytes: 3e9,
      custom: {},
    },
    {
      id: 'bbb',
      hostname: null,
      isHead: false,
      alive: true,
      gpu: 1,
      usedGpu: 0.5,
      machineCpuPercent: null,
      custom: { my_Disk: 3 },
    },
    { id: 'ccc', alive: false, cpu: 8, usedCpu: 0 },
  ]);
  expect(totals).toEqual({
    nodes: 2,
    cpu: 6,
    usedCpu: 5.5,
    gpu: 1,
    usedGpu: 0.5,
    memoryBytes: 6e9,
    usedMemoryBytes: 5e8,
  });
  expect(demand).toEqual([{ resources: { CPU: 7, my_Disk: 1 }, count: 3 }]);
});

it('a head that has just started has no load to tell of yet', async () => {
  status = { result: true, data: { autoscalingStatus: null, clusterStatus: null } };
  const { nodes, demand } = await clusterSnapshot(ray);
  expect(nodes[0]).toMatchObject({ usedCpu: 0 });
  expect(demand).toEqual([]);
});
