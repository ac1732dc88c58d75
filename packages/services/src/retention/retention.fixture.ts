import type { DomainEvent } from '@raydeck/core';
import type { DeleteStored } from './delete-stored.ts';
import { requestRetention } from './request-retention.ts';
import { type RetentionOptions, runRetention } from './run-retention.ts';

/** For tests only: a run that is asked for and done at once, by a worker that leads. Returns the domain events. */
export async function prune(
  db: RetentionOptions['db'],
  options: Partial<RetentionOptions> & { deleteStored?: DeleteStored } = {},
): Promise<DomainEvent[]> {
  const events: DomainEvent[] = [];
  await requestRetention(db, 'test');
  await runRetention({
    db,
    emit: (event) => events.push(event),
    deleteStored: () => Promise.reject(new Error('This test has no storage.')),
    isLeader: () => true,
    pause: async () => {},
    budgetMs: 60_000,
    ...options,
  });
  return events;
}

/** So many days ago. */
export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}
