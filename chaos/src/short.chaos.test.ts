import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from './environment/server.ts';
import { chaosFolder, shortRun } from './short-run.fixture.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer(chaosFolder());
});
afterAll(() => server.close());

test('nothing is lost and no promise is broken, whatever dies', async () => {
  const kinds = ['worker-kill', 'worker-freeze', 'postgres-crash', 'database-cut', 'worker-restart'];
  const times = { minutes: 0.5, rates: { local: 4 }, quietMs: 400_000 };
  const { violations, lost, notRecovered, tasks, seen } = await shortRun({
    name: 'whole',
    server,
    ray: null,
    runners: ['local'],
    kinds,
    ...times,
  });
  expect({ violations, lost, notRecovered }).toEqual({ violations: [], lost: 0, notRecovered: [] });
  expect(tasks).toBeGreaterThan(20);
  expect(seen).toBeGreaterThan(tasks);
});
