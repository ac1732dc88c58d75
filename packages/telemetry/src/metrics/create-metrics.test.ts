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
  core: { gateways: 1, tasks: { queued: 2, handed: 30, running: 4 }, bytes: 5_000, creditWaits: 6 },
};

const finished: Extract<DomainEvent, { type: 'attempt.finished' }> = {
  type: 'attempt.finished',
  taskId: 't',
  attemptId: 'a',
  traceparent: null,
  number: 1,
  submittedAtMs: 0,
  finishedAtMs: 4_000,
  state: 'SUCCEEDED',
  taskState: 'SUCCEEDED',
  queue: 'mail',
  callable: 'shop.mail.send',
  runner: 'local',
  commitMs: 3,
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
  gateways: [
    { cluster: 'http://ray:8265', held: 30, actors: 4 },
    { cluster: 'http://ray:8265', held: 1, actors: 2 },
  ],
  encrypted: { k2: { values: 12, objects: 1 } },
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

const none = { callables: 0, djangoRayAlias: false };

describe('what Prometheus reads', () => {
  it('has exactly the names and labels that dashboards and alerts are made for', async () => {
    const metrics = createMetrics(() => worker, { callables: 1, djangoRayAlias: true });
    metrics.tellSystem(system);
    const labels = { queue: 'mail', runner: 'local' };
    const about = { taskId: 't', attemptId: 'a', queue: 'mail', traceparent: null };
    const claimed = { ...about, workerId: 'w', number: 1, waitMs: 20, claimMs: 2, ...labels };
    metrics.count({ type: 'attempt.claimed', ...claimed });
    metrics.count({ type: 'attempt.submit_failed', ...about, error: 'no', willRetry: true });
    metrics.count({ type: 'claim.made', attempts: 1, parked: 0, durationMs: 5 });
    metrics.count({ type: 'ray.called', operation: 'GET /api/version', durationMs: 5, failure: 'unreachable' });
    metrics.count(finished);
    metrics.count({ ...finished, state: 'FAILED', taskState: 'FAILED' });
    metrics.count({ ...finished, state: 'FAILED', taskState: 'QUEUED' });
    metrics.count({ type: 'limits.repaired', queue: 'mail', reason: 'x' });
    metrics.count({ type: 'loop.failed', loop: 'driver', error: 'x', nextMs: 1 });
    metrics.count({
      type: 'retention.portion',
      queue: 'mail',
      state: 'FAILED',
      tasks: 1,
      attempts: 1,
      events: 0,
      tookMs: 5,
    });
    metrics.count({ type: 'retention.ended', runId: 'r', tasks: 1, auditRows: 2, isCut: true, durationMs: 9 });
    metrics.count({ type: 'stored.deleted', count: 3 });
    const tried = {
      webhook: 'ops',
      deliveryId: 'd',
      event: 'task.failed',
      statusCode: 200,
      error: null,
      durationMs: 9,
    };
    metrics.count({ type: 'webhook.tried', ...tried });
    const { samples, types } = parse((await metrics.expose()).text);
    expect(namesOf(samples, /^(tasks?_|ray_|raydeck_|django_)/)).toEqual({
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
      raydeck_gateways: ['cluster'],
      raydeck_gateway_tasks: ['cluster'],
      raydeck_gateway_actors: ['cluster'],
      raydeck_encrypted: ['key', 'kind'],
      raydeck_worker_held: [],
      raydeck_worker_concurrency: [],
      raydeck_worker_has_lease: [],
      raydeck_worker_is_leader: [],
      raydeck_pool_connections: [],
      raydeck_pool_idle: [],
      raydeck_pool_waiting: [],
      raydeck_core_gateways: [],
      raydeck_core_bytes: [],
      raydeck_core_tasks: ['stage'],
      raydeck_core_credit_waits_total: [],
      raydeck_queue_wait_seconds_bucket: ['le', 'queue', 'runner'],
      raydeck_queue_wait_seconds_sum: ['queue', 'runner'],
      raydeck_queue_wait_seconds_count: ['queue', 'runner'],
      raydeck_attempt_run_seconds_bucket: ['le', 'queue', 'runner'],
      raydeck_attempt_run_seconds_sum: ['queue', 'runner'],
      raydeck_attempt_run_seconds_count: ['queue', 'runner'],
      raydeck_attempts_total: ['queue', 'runner', 'state'],
      raydeck_claimed_total: ['queue', 'runner'],
      raydeck_retries_total: ['queue', 'runner'],
      raydeck_claim_seconds_bucket: ['le'],
      raydeck_claim_seconds_sum: [],
      raydeck_claim_seconds_count: [],
      raydeck_claim_batch_bucket: ['le'],
      raydeck_claim_batch_sum: [],
      raydeck_claim_batch_count: [],
      raydeck_finish_seconds_bucket: ['le'],
      raydeck_finish_seconds_sum: [],
      raydeck_finish_seconds_count: [],
      raydeck_ray_call_seconds_bucket: ['le', 'operation'],
      raydeck_ray_call_seconds_sum: ['operation'],
      raydeck_ray_call_seconds_count: ['operation'],
      raydeck_ray_failures_total: ['operation', 'reason'],
      raydeck_callable_attempts_total: ['callable', 'state'],
      raydeck_callable_run_seconds_bucket: ['callable', 'le'],
      raydeck_callable_run_seconds_sum: ['callable'],
      raydeck_callable_run_seconds_count: ['callable'],
      django_ray_tasks_total: ['state'],
      raydeck_adopted_total: [],
      raydeck_stale_outcomes_total: [],
      raydeck_leases_lost_total: [],
      raydeck_repairs_total: ['what'],
      raydeck_orphans_stopped_total: [],
      raydeck_loop_failures_total: ['loop'],
      raydeck_pruned_rows_total: ['what'],
      raydeck_prune_portion_seconds_bucket: ['le'],
      raydeck_prune_portion_seconds_sum: [],
      raydeck_prune_portion_seconds_count: [],
      raydeck_retention_run_seconds_bucket: ['le'],
      raydeck_retention_run_seconds_sum: [],
      raydeck_retention_run_seconds_count: [],
      raydeck_retention_runs_cut_total: [],
      raydeck_stored_deletions_total: ['outcome'],
      raydeck_webhook_tries_total: ['outcome', 'webhook'],
      raydeck_webhook_dead_total: [],
      raydeck_webhook_try_seconds_bucket: ['le'],
      raydeck_webhook_try_seconds_sum: [],
      raydeck_webhook_try_seconds_count: [],
    });
    expect(types.get('task_latency_seconds')).toBe('histogram');
    expect(types.get('tasks_succeeded_total')).toBe('counter');
    expect(types.get('tasks_queued')).toBe('gauge');
  });

  it('counts each end once, latencies of final ones only', async () => {
    const metrics = createMetrics(() => worker, none);
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

  it('names no callable and no other name of a metric unless asked to', async () => {
    const metrics = createMetrics(() => worker, none);
    metrics.count(finished);
    expect((await metrics.expose()).text).not.toMatch(/shop\.mail|django_ray/);
  });

  it('tells of the whole only while this worker leads, and names as they are', async () => {
    const metrics = createMetrics(() => worker, none);
    metrics.tellSystem(system);
    const told = parse((await metrics.expose()).text).samples.find(({ name }) => name === 'tasks_queued');
    expect(told).toEqual({ name: 'tasks_queued', labels: { queue: 'mail "x"\\\n' }, value: 7 });
    metrics.tellSystem(null);
    const after = parse((await metrics.expose()).text).samples;
    expect(after.filter(({ name }) => /^tasks_(queued|running)|_reachable/.test(name))).toEqual([]);
  });
});
