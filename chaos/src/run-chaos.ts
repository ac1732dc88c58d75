import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerName } from '@raydeck/core';
import { until } from '@raydeck/testing';
import { checkHistory } from './checker/check-history.ts';
import type { Installation } from './environment/installation.ts';
import type { Fault } from './faults/fault.ts';
import { injectFaults } from './faults/inject-faults.ts';
import { readEffects } from './history/effect.ts';
import type { Accepted, Cancel, History, Seen } from './history/history.ts';
import { readDatabase } from './history/read-database.ts';
import { watchStates } from './history/watch-states.ts';
import { randomOf } from './random.ts';
import { type Report, reportOf } from './report/report.ts';
import { createProbe } from './workload/probe.ts';
import { queues } from './workload/queues.ts';
import { startWorkload } from './workload/workload.ts';

export interface ChaosOptions {
  installation: Installation;
  seed: number;
  /** Of faults and tasks; set-up and the quiet afterwards come on top. */
  minutes: number;
  faults: readonly Fault[];
  rates: Readonly<Partial<Record<RunnerName, number>>>;
  gapMs: number;
  /** After the last fault everything must have ended within so long. */
  quietMs: number;
  /** How long a fault may take to be got over. */
  recoveryMs?: number;
  /** A rule: once it is seen broken there is no more to wait for. */
  lookFor?: string | undefined;
  say: (line: string) => void;
}

const recoveryLimitMs = 120_000;

/** Starts the workers, enqueues, injects, lets everything come to its end, and holds the history against the promises. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const { installation, seed, minutes, faults, rates, gapMs, quietMs, say } = options;
  const { recoveryMs = recoveryLimitMs } = options;
  const random = randomOf(seed);
  await Promise.all(installation.slots.map((slot) => slot.start()));
  const watch = watchStates(installation.rest.client);
  const workload = startWorkload({ installation, random: randomOf(seed + 1), rates });
  const probe = createProbe(installation, workload.accepted);
  // Each runner is up before the first fault: a gateway takes its time.
  for (const runner of installation.settings.runners.filter((one) => one !== 'ray_job'))
    await probe(runner, recoveryLimitMs);
  const untilMs = performance.now() + minutes * 60_000;
  const injections = await injectFaults({ installation, random, say, faults, untilMs, gapMs, probe, recoveryMs });
  await workload.stop();
  say('Quiet: everything may come to its end.');
  const isFound = async (): Promise<boolean> => {
    if (options.lookFor === undefined) return false;
    const { violations } = checkHistory(await collect(installation, workload, watch.seen));
    return violations.some(({ rule }) => rule === options.lookFor);
  };
  await untilQuiet(installation, quietMs, isFound).catch((error: unknown) => say(String(error)));
  await watch.stop();
  const history = await collect(installation, workload, watch.seen);
  await writeFile(join(installation.folder, 'history.json'), JSON.stringify(history));
  const { runners } = installation.settings;
  return reportOf({ seed, minutes, runners, injections, history, verdict: checkHistory(history) });
}

async function untilQuiet({ ask }: Installation, quietMs: number, isFound: () => Promise<boolean>): Promise<void> {
  const open = `SELECT FROM raydeck.task WHERE state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED')
    UNION ALL SELECT FROM raydeck.attempt WHERE released_at IS NULL LIMIT 1`;
  const isQuiet = async (): Promise<boolean> => (await ask(open)).length === 0 || (await isFound());
  await until('all tasks to end', isQuiet, { deadlineMs: quietMs, everyMs: 1_000 });
}

async function collect(
  installation: Installation,
  { accepted, cancels }: { accepted: Accepted[]; cancels: Cancel[] },
  seen: Seen[],
): Promise<History> {
  const limits = queues.map((queue) => ({
    name: queue.name,
    concurrencyLimit: 'concurrencyLimit' in queue ? queue.concurrencyLimit : null,
    keyLimit: 'keyLimit' in queue ? queue.keyLimit : null,
    rate: 'rate' in queue ? queue.rate : null,
  }));
  const effects = await readEffects(installation.effectsFile);
  const jobs = (await installation.ray?.jobs(installation.db)) ?? [];
  return { accepted, cancels, seen, effects, queues: limits, jobs, ...(await readDatabase(installation.db)) };
}
