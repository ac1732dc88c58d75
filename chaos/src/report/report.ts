import type { Verdict } from '../checker/check-history.ts';
import type { Injection } from '../faults/inject-faults.ts';
import type { History } from '../history/history.ts';

/** What a run came to. */
export interface Report {
  seed: number;
  minutes: number;
  runners: readonly string[];
  faults: Record<string, number>;
  tasks: number;
  executions: number;
  /** Changes of a state that were seen over REST while the run went on. */
  seen: number;
  /** How the tasks ended. */
  states: Record<string, number>;
  duplicates: Verdict['duplicates'];
  lost: number;
  /** Milliseconds from the end of a fault, of worker-kill from the kill. */
  recovery: Record<string, { p50: number; p95: number; max: number }>;
  /** Faults that the system had not got over within two minutes. */
  notRecovered: string[];
  violations: Verdict['violations'];
  injections: Injection[];
}

export interface Outcome {
  seed: number;
  minutes: number;
  runners: readonly string[];
  injections: Injection[];
  history: History;
  verdict: Verdict;
}

export function reportOf({ seed, minutes, runners, injections, history, verdict }: Outcome): Report {
  const byKind = Map.groupBy(injections, ({ kind }) => kind);
  const times = [...byKind].flatMap(([kind, own]) => {
    const sorted = own.flatMap(({ recoveryMs }) => recoveryMs ?? []).toSorted((a, b) => a - b);
    if (sorted.length === 0) return [];
    const at = (q: number): number =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? 0);
    return [[kind, { p50: at(0.5), p95: at(0.95), max: at(1) }] as const];
  });
  return {
    seed,
    minutes,
    runners,
    faults: countsOf(injections.map(({ kind }) => kind)),
    tasks: history.tasks.length,
    executions: history.effects.filter(({ event }) => event === 'start').length,
    seen: history.seen.length,
    states: countsOf(history.tasks.map(({ state }) => state)),
    duplicates: verdict.duplicates,
    lost: verdict.lost,
    recovery: Object.fromEntries(times),
    notRecovered: injections
      .filter(({ recoveryMs }) => recoveryMs === null)
      .map(({ kind, startedAt }) => `${kind} at ${startedAt}`),
    violations: verdict.violations,
    injections,
  };
}

/** Whether the run kept every promise. */
export function isClean({ lost, violations, notRecovered }: Report): boolean {
  return lost === 0 && violations.length === 0 && notRecovered.length === 0;
}

export function countsOf(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, own]) => [word, own.length]));
}
