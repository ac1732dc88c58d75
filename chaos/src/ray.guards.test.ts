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

// A race that must be lost once, as those of the other guards.
test(
  'without the guard idempotent-submit, a lost answer makes the checker find submitted-twice',
  { retry: 5 },
  async () => {
    const { violations } = await shortRun({
      name: 'idempotent-submit',
      server,
      ray,
      runners: ['local', 'ray_job'],
      kinds: ['ray-submit-answer-lost'],
      withoutGuards: ['idempotent-submit'],
      minutes: 0.01,
      rates: { ray_job: 1 },
      quietMs: 40_000,
      recoveryMs: 15_000,
      lookFor: 'submitted-twice',
    });
    expect(violations.map((violation) => violation.rule)).toContain('submitted-twice');
  },
);
