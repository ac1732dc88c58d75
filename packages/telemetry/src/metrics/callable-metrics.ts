import type { AttemptState } from '@raydeck/core';
import { Counter, Histogram, type Registry } from 'prom-client';
import { createCallableLabels } from './callable-labels.ts';

/** Few: a histogram for each callable is the largest part of what there is to scrape. */
const buckets = [0.1, 1, 10, 60, 600, 3600];

interface Ended {
  callable: string;
  state: AttemptState;
  /** Null for what never started. */
  runMs: number | null;
}

/** Attempts by callable, the top ones by name. Null when none has a label. */
export function callableMetrics(registry: Registry, places: number): ((ended: Ended) => void) | null {
  if (places === 0) return null;
  const labelOf = createCallableLabels(places);
  const attempts = new Counter({
    name: 'raydeck_callable_attempts_total',
    help: 'Attempts that ended, by callable; rare ones are other.',
    labelNames: ['callable', 'state'],
    registers: [registry],
  });
  const run = new Histogram({
    name: 'raydeck_callable_run_seconds',
    help: 'From the start of an attempt to its end, by callable.',
    labelNames: ['callable'],
    buckets,
    registers: [registry],
  });
  return ({ callable: path, state, runMs }) => {
    const callable = labelOf(path);
    attempts.inc({ callable, state });
    if (runMs !== null) run.observe({ callable }, runMs / 1000);
  };
}
