import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RayCluster, startRayCluster } from './environment/ray-cluster.ts';
import { type Server, startServer } from './environment/server.ts';
import { chaosFolder, pythonCommand, shortRun } from './short-run.fixture.ts';

let server: Server;
let ray: RayCluster;

beforeAll(async () => {
  server = await startServer(chaosFolder());
  ray = await startRayCluster(chaosFolder(), pythonCommand());
});
afterAll(async () => {
  await ray.close();
  await server.close();
});

test('nothing is lost when Ray dies, stands still, or does not answer', async () => {
  const kinds = ['ray-head', 'ray-dashboard-freeze', 'ray-supervisor-kill'];
  const times = { minutes: 0.01, rates: { ray_job: 0.25 }, quietMs: 600_000 };
  const { violations, lost, notRecovered, faults } = await shortRun({
    name: 'ray',
    server,
    ray,
    runners: ['local', 'ray_job'],
    kinds,
    ...times,
  });
  expect({ violations, lost, notRecovered }).toEqual({ violations: [], lost: 0, notRecovered: [] });
  expect(Object.keys(faults).toSorted()).toEqual(kinds.toSorted());
});

test('nothing is lost under ray_core when actors, gateways and workers die or stand still', async () => {
  const kinds = ['core-actor-kill', 'core-gateway-kill', 'core-gateway-freeze', 'worker-kill'];
  const { violations, lost, notRecovered, faults } = await shortRun({
    name: 'ray-core',
    server,
    ray,
    runners: ['local', 'ray_core'],
    kinds,
    minutes: 0.01,
    rates: { ray_core: 4 },
    quietMs: 600_000,
  });
  expect({ violations, lost, notRecovered }).toEqual({ violations: [], lost: 0, notRecovered: [] });
  expect(Object.keys(faults).toSorted()).toEqual(kinds.toSorted());
});
