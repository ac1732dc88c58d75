import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from './environment/server.ts';
import { chaosFolder, shortRun } from './short-run.fixture.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer(chaosFolder());
});
afterAll(() => server.close());

/**
 * A guard, a fault that it is there for, and what the checker must find without it. It is a race that must be lost once: on a machine
 * that is busy with other things it may be won, and is run again.
 */
const removed = [
  ['start-gate', 'worker-freeze-unstarted', 'started-twice'],
  ['finish-fence', 'worker-freeze-silent', 'unknown-move'],
  ['lease-check', 'late-judgements', 'judged-without-lease'],
  ['adoption-lease', 'listener-kill', 'adopted-from-the-living'],
  ['limit-lock', 'worker-freeze', 'limit-exceeded'],
] as const;

test.each(removed)('without the guard %s, %s makes the checker find %s', { retry: 5 }, async (guard, kind, rule) => {
  const times = { minutes: 0.01, rates: { local: 12 }, quietMs: 40_000, recoveryMs: 15_000, lookFor: rule };
  const { violations } = await shortRun({
    name: guard,
    server,
    ray: null,
    runners: ['local'],
    kinds: [kind],
    withoutGuards: [guard],
    ...times,
  });
  expect(violations.map((violation) => violation.rule)).toContain(rule);
});
