import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInstallation } from './environment/installation.ts';
import { type Server, startServer } from './environment/server.ts';
import { chooseFaults } from './faults/registry.ts';
import type { Report } from './report/report.ts';
import { runChaos } from './run-chaos.ts';

let server: Server;

beforeAll(async () => {
  mkdirSync(folder(), { recursive: true });
  server = await startServer(folder());
});
afterAll(() => server.close());

test('nothing is lost and no promise is broken, whatever dies', async () => {
  const kinds = ['worker-kill', 'worker-freeze', 'postgres-crash', 'database-cut', 'worker-restart'];
  const { violations, lost, notRecovered, tasks } = await run({ kinds, minutes: 0.5, rate: 4, quietMs: 120_000 });
  expect({ violations, lost, notRecovered }).toEqual({ violations: [], lost: 0, notRecovered: [] });
  expect(tasks).toBeGreaterThan(20);
});

/** A guard, a fault that it is there for, and what the checker must find without it. */
const removed = [
  ['start-gate', 'worker-freeze-unstarted', 'started-twice'],
  ['finish-fence', 'worker-freeze-silent', 'unknown-move'],
  ['adoption-lease', 'listener-kill', 'adopted-from-the-living'],
  ['limit-lock', 'worker-freeze', 'limit-exceeded'],
] as const;

test.each(removed)('without the guard %s, %s makes the checker find %s', async (guard, kind, rule) => {
  const { violations } = await run({ kinds: [kind], minutes: 0.01, rate: 12, quietMs: 12_000, withoutGuards: [guard] });
  expect(violations.map((violation) => violation.rule)).toContain(rule);
});

interface Given {
  kinds: string[];
  minutes: number;
  /** Tasks a second. */
  rate: number;
  quietMs: number;
  withoutGuards?: string[];
}

async function run({ kinds, minutes, rate, quietMs, withoutGuards = [] }: Given): Promise<Report> {
  const installation = await createInstallation(join(folder(), 'run'), {
    server,
    ray: null,
    python: process.env['RAYDECK_TEST_PYTHON'] ?? 'python3',
    settings: {
      workers: 3,
      concurrency: 8,
      heartbeatSeconds: 1,
      leaseSeconds: 5,
      silenceSeconds: 60,
      runners: ['local'],
      withoutGuards,
    },
  });
  try {
    const faults = chooseFaults(kinds, ['local']);
    const rates = { local: rate };
    return await runChaos({
      installation,
      seed: 20_261_128,
      minutes,
      faults,
      rates,
      gapMs: 2_000,
      quietMs,
      say: () => undefined,
    });
  } finally {
    await installation.close();
  }
}

function folder(): string {
  const { RAYDECK_CHAOS_DIR: given } = process.env;
  if (!given) throw new Error('RAYDECK_CHAOS_DIR is not set: run the tests by ./raydeck test.');
  return given;
}
