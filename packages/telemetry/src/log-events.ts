import { type DomainEvent, type Emit, traceIdOf } from '@raydeck/core';
import type { Log } from './log.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Events that somebody should look at; everything else is `info`. */
const levels: Partial<Record<DomainEvent['type'], Level>> = {
  'attempt.submit_failed': 'warn',
  'attempt.released': 'debug',
  'claim.made': 'debug',
  'ray.called': 'debug',
  'retention.portion': 'debug',
  'stored.delete_failed': 'warn',
  'webhook.gave_up': 'warn',
  'attempt.adopted': 'warn',
  'attempt.not_placed': 'warn',
  'outcome.refused': 'warn',
  'schedule.refused': 'warn',
  'task.repaired': 'error',
  'limits.repaired': 'error',
  'job.orphan_stopped': 'warn',
  'worker.lease_lost': 'error',
  'loop.failed': 'error',
};

/** What is added to lines, and which are written. */
export interface LogEventsOptions {
  /** Fields of every line, such as the worker's id. */
  common?: () => object;
  /** The share of tasks whose ordinary steps are written, 0 to 1; of a task all or none. Warnings and errors always are. */
  sample?: number;
}

/** The subscriber that turns domain events into log lines. */
export function logEvents(log: Log, { common = () => ({}), sample = 1 }: LogEventsOptions = {}): Emit {
  return (event) => {
    const level = levels[event.type] ?? 'info';
    if (!log.isLevelEnabled(level)) return;
    const isOrdinary = level === 'info' || level === 'debug';
    if (isOrdinary && 'taskId' in event && event.taskId !== null && shareOf(event.taskId) >= sample) return;
    log[level]({ ...common(), ...fieldsOf(event) });
  };
}

/** Where a task stands between 0 and 1, by the random end of its id. */
function shareOf(taskId: string): number {
  return Number.parseInt(taskId.slice(-8), 16) / 2 ** 32;
}

/** A trace is searched for by its id. */
function fieldsOf(event: DomainEvent): object {
  if (!('traceparent' in event)) {
    const { type, ...fields } = event;
    return { event: type, ...fields };
  }
  const { type, traceparent, ...fields } = event;
  return { event: type, ...fields, traceId: traceIdOf({ taskId: event.taskId, traceparent }) };
}
