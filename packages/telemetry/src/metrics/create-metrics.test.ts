import type { DomainEvent } from '@raydeck/core';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './create-metrics.ts';
import type { SystemState } from './system-metrics.ts';

const worker = {
  held: 3,
  concurrency: 4,
  hasLease: true,
  isLeader: false,
  pool: { total: 5, idle: 4, waiting: 0 },
};

const finished: Extract<DomainEvent, { type: 'attempt.finished' }> = {
  type: 'attempt.finished',
  taskId: 't',
  attemptId: 'a',
  state: 'SUCCEEDED',
  taskState: 'SUCCEEDED',
  queue: 'mail',
  runner: 'local',
  runMs: 1_500,
  latencyMs: 4_000,
  errorClass: null,
  retryDelayMs: null,
};

const system: SystemState = {
  queues: [
    {
      name: 'mail "x"\\\n',
      queued: 7,
      due: 6,
      parked: 1,
      running: 2,
      oldestDueSeconds: 12.5,
      paused: true,
      live: 2,
      limit: 4,
    },
  ],
  workers: [{ name: 'one', leaseSeconds: 14 }],
  clusters: [{ address: 'http://ray:8265', reachable: true, drained: false }],
};

/** One sample of the exposition format: `name{label="value",…} number`. */
interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Go reads numbers in any case, and prom-client writes Nan. */
const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([+-]?(?:[0-9][0-9.e+-]*|inf|nan))$/i;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

/** Throws for whatever the format does not allow: an unknown line, a sample before its TYPE, a name told twice. */
function parse(text: string): { types: Map<string, string>; samples: Sample[] } {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n').filter(Boolean)) {
    if (line.startsWith('# HELP ')) continue;
    const type = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type) {
      const [, name = '', kind = ''] = type;
      if (types.has(name)) throw new Error(`${name} has two TYPE lines.`);
      types.set(name, kind);
      continue;
    }
    const [, name = '', labelText = '', value = ''] = sampleLine.exec(line) ?? [];
    const family = name.replace(/_(bucket|sum|count)$/, '');
    if (!types.has(name) && types.get(family) !== 'histogram') throw new Error(`This is no sample: ${line}`);
    samples.push({ name, labels: labelsOf(labelText), value: Number(value.replace('Inf', 'Infinity')) });
  }
  return { types, samples };
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let end = 0;
  for (const match of text.matchAll(label)) {
    labels[match[1] ?? ''] = (match[2] ?? '').replaceAll(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
    end = match.index + match[0].length;
  }
  if (end !== text.length) throw new Error(`These are no labels: ${text}`);
  return labels;
}

const namesOf = (samples: readonly Sample[], own: RegExp) =>
  Object.fromEntries(
    samples
      .filter(({ name }) => own.test(name))
      .map(({ name, labels }) => [name, Object.keys(labels).toSorted((left, right) => left.localeCompare(right))]),
  );

describe('what Prometheus reads', () => {
  it('has exactly the names and labels that dashboards and alerts are made for', async () => {
    const metrics = createMetrics(() => worker);
    metrics.tellSystem(system);
    const labels = { queue: 'mail', runner: 'local' };
    const claimed = { taskId: 't', attemptId: 'a', workerId: 'w', number: 1, waitMs: 20, ...labels };
    metrics.count({ type: 'attempt.claimed', ...claimed });
    metrics.count({ type: 'attempt.submit_failed', attemptId: 'a', taskId: 't', error: 'no', willRetry: true });
    metrics.count(finished);
    metrics.count({ ...finished, state: 'FAILED', taskState: 'FAILED' });
    metrics.count({ ...finished, state: 'FAILED', taskState: 'QUEUED' });
    metrics.count({ type: 'limits.repaired', queue: 'mail', reason: 'x' });
    metrics.count({ type: 'loop.failed', loop: 'driver', error: 'x', nextMs: 1 });
    const { samples, types } = parse((await metrics.expose()).text);
    expect(namesOf(samples, /^(tasks?_|ray_|raydeck_)/)).toEqual({
      tasks_queued: ['queue'],
      tasks_running: ['queue'],
      tasks_succeeded_total: ['queue', 'runner'],
      tasks_failed_total: ['queue', 'runner'],
      task_latency_seconds_bucket: ['le', 'queue', 'runner'],
      task_latency_seconds_sum: ['queue', 'runner'],
      task_latency_seconds_count: ['queue', 'runner'],
      ray_submission_failures: [],
      raydeck_tasks_due: ['queue'],
      raydeck_tasks_parked: ['queue'],
      raydeck_oldest_due_seconds: ['queue'],
      raydeck_queue_paused: ['queue'],
      raydeck_limit_used: ['queue'],
      raydeck_limit_places: ['queue'],
      raydeck_worker_lease_seconds: ['worker'],
      raydeck_ray_reachable: ['cluster'],
      raydeck_ray_drained: ['cluster'],
      raydeck_worker_held: [],
      raydeck_worker_concurrency: [],
      raydeck_worker_has_lease: [],
      raydeck_worker_is_leader: [],
      raydeck_pool_connections: [],
      raydeck_pool_idle: [],
      raydeck_pool_waiting: [],
      raydeck_queue_wait_seconds_bucket: ['le', 'queue', 'runner'],
      raydeck_queue_wait_seconds_sum: ['queue', 'runner'],
      raydeck_queue_wait_seconds_count: ['queue', 'runner'],
      raydeck_attempt_run_seconds_bucket: ['le', 'queue', 'runner'],
      raydeck_attempt_run_seconds_sum: ['queue', 'runner'],
      raydeck_attempt_run_seconds_count: ['queue', 'runner'],
      raydeck_attempts_total: ['queue', 'runner', 'state'],
      raydeck_claimed_total: ['queue', 'runner'],
      raydeck_retries_total: ['queue', 'runner'],
      raydeck_adopted_total: [],
      raydeck_stale_outcomes_total: [],
      raydeck_leases_lost_total: [],
      raydeck_repairs_total: ['what'],
      raydeck_orphans_stopped_total: [],
      raydeck_loop_failures_total: ['loop'],
    });
    expect(types.get('task_latency_seconds')).toBe('histogram');
    expect(types.get('tasks_succeeded_total')).toBe('counter');
    expect(types.get('tasks_queued')).toBe('gauge');
  });

  it('counts each end once, latencies of final ones only', async () => {
    const metrics = createMetrics(() => worker);
    metrics.count(finished);
    metrics.count({ ...finished, state: 'LOST', taskState: 'QUEUED' });
    // A snooze: no retry.
    metrics.count({ ...finished, state: 'CANCELED', taskState: 'QUEUED' });
    const { samples } = parse((await metrics.expose()).text);
    const valueOf = (name: string) => samples.filter((sample) => sample.name === name).map(({ value }) => value);
    expect(valueOf('tasks_succeeded_total')).toEqual([1]);
    expect(valueOf('tasks_failed_total')).toEqual([]);
    expect(valueOf('task_latency_seconds_count')).toEqual([1]);
    expect(valueOf('task_latency_seconds_sum')).toEqual([4]);
    expect(valueOf('raydeck_attempts_total')).toEqual([1, 1, 1]);
    expect(valueOf('raydeck_retries_total')).toEqual([1]);
  });

  it('tells of the whole only while this worker leads, and names as they are', async () => {
    const metrics = createMetrics(() => worker);
    metrics.tellSystem(system);
    const told = parse((await metrics.expose()).text).samples.find(({ name }) => name === 'tasks_queued');
    expect(told).toEqual({ name: 'tasks_queued', labels: { queue: 'mail "x"\\\n' }, value: 7 });
    metrics.tellSystem(null);
    const after = parse((await metrics.expose()).text).samples;
    expect(after.filter(({ name }) => /^tasks_(queued|running)|_reachable/.test(name))).toEqual([]);
  });
});
