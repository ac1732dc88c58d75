import type { DomainEvent } from '@raydeck/core';
import { Counter, Histogram, type Registry } from 'prom-client';
import { callableMetrics } from './callable-metrics.ts';

const by = ['queue', 'runner'];
/** From a core's milliseconds to a night's work, in seconds. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];

/** Seconds of a statement or a call. */
const callBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const batchBuckets = [0, 1, 2, 5, 10, 25, 50, 100, 250];

export interface AttemptMetricsOptions {
  /** How many callables have a label of their own; 0: none of the metrics by callable. */
  callables: number;
  /** Whether `django_ray_tasks_total` is told too. */
  djangoRayAlias: boolean;
}

/** Counts what this worker has done and been told; sums over all workers are the installation's. */
export function attemptMetrics(registry: Registry, options: AttemptMetricsOptions): (event: DomainEvent) => void {
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const histogram = (name: string, help: string, labelNames = by, bounds = buckets) =>
    new Histogram({ name, help, labelNames, buckets: bounds, registers: [registry] });

  const succeeded = counter('tasks_succeeded_total', 'Tasks that succeeded.', by);
  const failed = counter('tasks_failed_total', 'Tasks that failed for good.', by);
  const latency = histogram('task_latency_seconds', 'From the enqueue of a task to its end.');
  const submissionFailures = counter('ray_submission_failures', 'Submissions that Ray did not take.', []);
  const wait = histogram('raydeck_queue_wait_seconds', 'From when a task was due to its claim.');
  const run = histogram('raydeck_attempt_run_seconds', 'From the start of an attempt to its end.');
  const attempts = counter('raydeck_attempts_total', 'Attempts that ended, by their state.', [...by, 'state']);
  const claimed = counter('raydeck_claimed_total', 'Attempts that were claimed.', by);
  const retries = counter('raydeck_retries_total', 'Attempts after which the task goes back to the line.', by);
  const claims = histogram('raydeck_claim_seconds', 'What a claim took.', [], callBuckets);
  const batches = histogram('raydeck_claim_batch', 'Attempts that a claim took.', [], batchBuckets);
  const commits = histogram('raydeck_finish_seconds', 'What the statement took that ends an attempt.', [], callBuckets);
  const calls = histogram('raydeck_ray_call_seconds', 'What a call of Ray took.', ['operation'], callBuckets);
  const failures = counter('raydeck_ray_failures_total', 'Calls of Ray without an answer of use.', [
    'operation',
    'reason',
  ]);
  const byCallable = callableMetrics(registry, options.callables);
  const alias = options.djangoRayAlias
    ? counter('django_ray_tasks_total', 'Tasks that ended, by their state; the name that django-ray gives it.', [
        'state',
      ])
    : null;
  const adopted = counter('raydeck_adopted_total', 'Attempts taken over from a worker that is gone.', []);
  const refused = counter('raydeck_stale_outcomes_total', 'Outcomes that came too late and were refused.', []);
  const leases = counter('raydeck_leases_lost_total', 'Leases that this process has lost.', []);
  const repaired = counter('raydeck_repairs_total', 'What no move leaves behind, and was repaired.', ['what']);
  const orphans = counter('raydeck_orphans_stopped_total', 'Ray jobs that nobody drove, and were stopped.', []);
  const rounds = counter('raydeck_loop_failures_total', 'Rounds of a loop that failed and are tried again.', ['loop']);

  const counters: Counters = {
    'attempt.claimed': ({ queue, runner, waitMs }) => {
      claimed.inc({ queue, runner });
      wait.observe({ queue, runner }, waitMs / 1000);
    },
    'claim.made': ({ attempts: count, durationMs }) => {
      claims.observe(durationMs / 1000);
      batches.observe(count);
    },
    'ray.called': ({ operation, durationMs, failure }) => {
      calls.observe({ operation }, durationMs / 1000);
      if (failure !== null) failures.inc({ operation, reason: failure });
    },
    'attempt.submit_failed': () => submissionFailures.inc(),
    'attempt.finished': ({ queue, runner, callable, state, taskState, runMs, latencyMs, commitMs }) => {
      const labels = { queue, runner };
      attempts.inc({ ...labels, state });
      commits.observe(commitMs / 1000);
      if (runMs !== null) run.observe(labels, runMs / 1000);
      byCallable?.({ callable, state, runMs });
      // An attempt that snoozed is CANCELED, and its task QUEUED: no retry.
      if (taskState === 'QUEUED') return state === 'CANCELED' ? undefined : retries.inc(labels);
      latency.observe(labels, latencyMs / 1000);
      alias?.inc({ state: taskState });
      if (taskState === 'SUCCEEDED') succeeded.inc(labels);
      if (taskState === 'FAILED') failed.inc(labels);
    },
    'attempt.adopted': () => adopted.inc(),
    'outcome.refused': () => refused.inc(),
    'worker.lease_lost': () => leases.inc(),
    'task.repaired': () => repaired.inc({ what: 'task' }),
    'limits.repaired': () => repaired.inc({ what: 'limits' }),
    'job.orphan_stopped': () => orphans.inc(),
    'loop.failed': ({ loop }) => rounds.inc({ loop }),
  };
  return (event) => counterOf(counters, event)?.(event);
}

type Counters = { [Type in DomainEvent['type']]?: (event: Extract<DomainEvent, { type: Type }>) => void };

/** Safe: the table has under each type what takes events of that type. */
function counterOf(counters: Counters, event: DomainEvent): ((event: DomainEvent) => void) | undefined {
  return counters[event.type] as ((event: DomainEvent) => void) | undefined;
}
