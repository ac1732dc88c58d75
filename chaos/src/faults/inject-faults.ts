import type { Probe } from '../workload/probe.ts';
import { type Fault, type FaultScene, pause } from './fault.ts';

/** What was done when, and how long the system took to get over it. */
export interface Injection {
  kind: string;
  /** ISO 8601. */
  startedAt: string;
  endedAt: string;
  recoveryMs: number | null;
}

export interface InjectionPlan extends FaultScene {
  faults: readonly Fault[];
  /** By performance.now(); no fault begins after it, but each kind comes once. */
  untilMs: number;
  /** A fresh task runs to its end. */
  probe: Probe;
  recoveryMs: number;
  /** Between two faults, at most. */
  gapMs: number;
}

/** One fault after another, each kind once before any comes again, in an order that the seed determines. */
export async function injectFaults(plan: InjectionPlan): Promise<Injection[]> {
  const { faults, random, say } = plan;
  const done: Injection[] = [];
  let deck: Fault[] = [];
  while (performance.now() < plan.untilMs || done.length < faults.length) {
    await pause(random.between(0, plan.gapMs));
    if (deck.length === 0) deck = random.shuffled(faults);
    const fault = deck.pop();
    if (!fault) break;
    const injection = await inject(fault, plan);
    const recovery = injection.recoveryMs === null ? 'NOT RECOVERED' : `${(injection.recoveryMs / 1000).toFixed(1)} s`;
    say(`${injection.startedAt} ${fault.kind}: recovery ${recovery}`);
    done.push(injection);
  }
  return done;
}

async function inject(fault: Fault, plan: InjectionPlan): Promise<Injection> {
  const startedAt = new Date().toISOString();
  const measuredMs = await fault.inject(plan);
  const endedAt = new Date().toISOString();
  const recoveryMs = measuredMs === undefined ? await recover(fault, plan) : measuredMs;
  return { kind: fault.kind, startedAt, endedAt, recoveryMs };
}

/** Null when a fresh task did not get through. */
async function recover(fault: Fault, { probe, recoveryMs, installation }: InjectionPlan): Promise<number | null> {
  const sinceMs = performance.now();
  const runner = installation.settings.runners.find((one) => fault.runners?.includes(one) ?? true);
  return probe(runner ?? 'local', recoveryMs).then(
    () => performance.now() - sinceMs,
    () => null,
  );
}
