import type { EventFacts, TaskEventKind } from '@raydeck/core';
import type { Query } from '../reading/bounded-read.ts';

const told: readonly TaskEventKind[] = ['cancel_requested', 'canceled', 'given_up', 'expired', 'retried_by_hand'];

/** What says how a task came to end, newest first, by the index of a task's events. */
export function readEventFacts(query: Query, taskId: string): Promise<EventFacts[]> {
  return query<EventFacts & Record<string, unknown>>(text, [taskId, told]);
}

const text = `
  SELECT e.kind, e.attempt_id AS "attemptId", e.actor, e.reason, e.at FROM raydeck.task_event AS e
  WHERE e.task_id = $1::uuid AND e.kind = ANY ($2::text[]) ORDER BY e.id DESC LIMIT 20`;
