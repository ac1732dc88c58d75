import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { attemptMetrics } from './attempt-metrics.ts';
import { retentionMetrics } from './retention-metrics.ts';
import { systemMetrics } from './system-metrics.ts';
import { createWebMetrics } from './web-metrics.ts';
import { webhookMetrics } from './webhook-metrics.ts';
import { workerMetrics } from './worker-metrics.ts';

type LabelsByName = Record<string, string[]>;

const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
const [ofWorkers = '', ofTheConsole = ''] = page.split('\nThe console answers');

/** What a part of the page promises: the names of its table, with their labels. Whole families, such as `process_*`, are left out. */
function documented(text: string): LabelsByName {
  const rows = text.matchAll(/^\| (`[^|]+`) \|([^|]*)\|/gm);
  const entries = [...rows].flatMap(([, names = '', labels = '']) =>
    [...names.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => [
      name,
      labels.trim().split(', ').filter(Boolean).toSorted(),
    ]),
  );
  return Object.fromEntries(entries) as LabelsByName;
}

/** prom-client's types keep the labels to themselves. */
function labelsOf(registry: Registry): LabelsByName {
  const metrics = registry.getMetricsAsArray() as unknown as { name: string; labelNames: string[] }[];
  return Object.fromEntries(metrics.map(({ name, labelNames }) => [name, labelNames.toSorted()]));
}

it('docs/metrics.md has exactly the metrics of a worker, with their labels', () => {
  const registry = new Registry();
  const pool = { total: 0, idle: 0, waiting: 0 };
  workerMetrics(registry, () => ({ held: 0, concurrency: 0, hasLease: true, isLeader: true, pool, core: null }));
  attemptMetrics(registry, { callables: 1, djangoRayAlias: true });
  retentionMetrics(registry);
  webhookMetrics(registry);
  systemMetrics(registry);
  const there = labelsOf(registry);
  expect(Object.keys(there).length).toBeGreaterThan(40);
  expect(documented(ofWorkers)).toEqual(there);
});

it('docs/metrics.md has exactly the metrics of the console, with their labels', async () => {
  const metrics = createWebMetrics();
  metrics.count({ method: 'GET', route: '/tasks', status: 200, seconds: 1 });
  const { text } = await metrics.expose({ streams: 0, pool: { total: 0, idle: 0, waiting: 0 } });
  const there: LabelsByName = {};
  // The sum stands for its histogram: the buckets have a label more.
  for (const [, name = '', labels = ''] of text.matchAll(/^(raydeck_[a-z_]+?)(?:_sum)?(?:\{(.*)\})? \S+$/gm)) {
    if (/_(bucket|count)$/.test(name) || name.startsWith('raydeck_pool_')) continue;
    there[name] = [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label).toSorted();
  }
  expect(documented(ofTheConsole)).toEqual(there);
  for (const [, family = ''] of ofTheConsole.matchAll(/`([a-z]+_(?:[a-z]+_)?)\*`/g))
    expect(text).toContain(`\n${family}`);
});
