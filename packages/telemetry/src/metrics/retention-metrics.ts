import type { DomainEvent } from '@raydeck/core';
import { Counter, Histogram, type Registry } from 'prom-client';

const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts what this worker has pruned while it led. */
export function retentionMetrics(registry: Registry): (event: DomainEvent) => void {
  const registers = [registry];
  const pruned = new Counter({
    name: 'raydeck_pruned_rows_total',
    help: 'Rows that retention has deleted, by what they were.',
    labelNames: ['what'],
    registers,
  });
  const portion = new Histogram({
    name: 'raydeck_prune_portion_seconds',
    help: 'How long each portion of finished tasks took to delete.',
    buckets,
    registers,
  });
  const run = new Histogram({
    name: 'raydeck_retention_run_seconds',
    help: 'How long runs of retention took, pauses included.',
    buckets: [0.1, 1, 5, 15, 60, 120, 240, 300],
    registers,
  });
  const cut = new Counter({
    name: 'raydeck_retention_runs_cut_total',
    help: 'Runs that used up their time before their work.',
    registers,
  });
  const stored = new Counter({
    name: 'raydeck_stored_deletions_total',
    help: 'Objects outside the database that were deleted, or could not be.',
    labelNames: ['outcome'],
    registers,
  });
  return (event) => {
    if (event.type === 'retention.portion') {
      pruned.inc({ what: 'task' }, event.tasks);
      pruned.inc({ what: 'attempt' }, event.attempts);
      pruned.inc({ what: 'event' }, event.events);
      portion.observe(event.tookMs / 1000);
    }
    if (event.type === 'retention.ended') {
      pruned.inc({ what: 'audit' }, event.auditRows);
      run.observe(event.durationMs / 1000);
      if (event.isCut) cut.inc();
    }
    if (event.type === 'stored.deleted') stored.inc({ outcome: 'deleted' }, event.count);
    if (event.type === 'stored.delete_failed') stored.inc({ outcome: 'failed' }, event.count);
  };
}
