import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkoutDir } from '../checkout.ts';

const deploy = join(checkoutDir, 'deploy');
const rulesFile = join(deploy, 'prometheus/raydeck.rules.yml');

/** The names that docs/metrics.md promises, as queries say them. */
const promised = new Set(
  [...readFileSync(join(checkoutDir, 'docs/metrics.md'), 'utf8').matchAll(/`((?:tasks?|ray|raydeck)_[a-z_]+)`/g)].map(
    ([, name]) => name,
  ),
);

const Dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});

function metricsIn(query: string): string[] {
  const names = [...query.matchAll(/\b(?:tasks?|ray|raydeck)_[a-z_]+\b/g)].map(([name]) => name);
  return names.map((name) => (promised.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')));
}

function promtool(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.env['RAYDECK_TEST_PROMTOOL'] ?? 'promtool', args, {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

test('the alerts are rules that Prometheus takes', () => {
  const { status, output } = promtool('check', 'rules', rulesFile);
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('SUCCESS: 14 rules found') });
});

test('each alert has its place in the runbook, and no other has', () => {
  const alerts = [...readFileSync(rulesFile, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
  const runbook = readFileSync(join(checkoutDir, 'docs/operations.md'), 'utf8');
  expect([...runbook.matchAll(/^### (Raydeck\w+)$/gm)].map(([, name]) => name)).toEqual(alerts);
});

test('each alert fires for its cause, and for nothing that is well', () => {
  const { status, output } = promtool('test', 'rules', join(deploy, 'prometheus/raydeck.rules.test.yml'));
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('SUCCESS') });
});

test('alerts and dashboard group by, and tell, labels that there are', () => {
  const page = readFileSync(join(checkoutDir, 'docs/metrics.md'), 'utf8');
  const labels = [...page.matchAll(/^\| `[^|]+` \|([^|]*)\|/gm)].flatMap(([, cell = '']) => cell.trim().split(', '));
  // Of the format's histograms, and of the scrape.
  const there = new Set([...labels, 'le', 'instance']);
  const texts = [rulesFile, join(deploy, 'grafana/raydeck.json')].map((file) => readFileSync(file, 'utf8')).join('\n');
  const grouped = [...texts.matchAll(/\b(?:by|on) ?\(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
  const told = [...texts.matchAll(/\$labels\.(\w+)|\{\{(\w+)\}\}|\{(\w+)=/g)].map(
    ([, ...names]) => names.find(Boolean) ?? '',
  );
  expect(Math.min(grouped.length, told.length)).toBeGreaterThan(10);
  expect([...grouped, ...told].filter((label) => !there.has(label))).toEqual([]);
});

test('alerts and dashboard ask for metrics that there are', () => {
  const dashboard = Dashboard.parse(JSON.parse(readFileSync(join(deploy, 'grafana/raydeck.json'), 'utf8')));
  const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const rules = readFileSync(rulesFile, 'utf8')
    .split('\n')
    .filter((line) => /expr:|rate\(|increase\(/.test(line));
  const asked = new Set([...queries, ...rules].flatMap(metricsIn));
  expect(asked.size).toBeGreaterThan(20);
  expect([...asked].filter((name) => !promised.has(name))).toEqual([]);
});
