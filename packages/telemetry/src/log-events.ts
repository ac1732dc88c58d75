import type { DomainEvent, Emit } from '@raydeck/core';
import type { Log } from './log.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Events that somebody should look at; everything else is `info`. */
const levels: Partial<Record<DomainEvent['type'], Level>> = {
  'attempt.submit_failed': 'warn',
  'attempt.released': 'debug',
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

/** The subscriber that turns domain events into log lines. */
export function logEvents(log: Log): Emit {
  return ({ type, ...fields }) => {
    log[levels[type] ?? 'info']({ event: type, ...fields });
  };
}
