import type { Query } from '../reading/bounded-read.ts';
import { parameter } from '../reading/reach.ts';
import { inState, scanLimit } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';

/**
 * Tasks of a queue, or that finished within a time, by indexes that claims and retention need anyway; these do not give the order by
 * id. Null when there are more than a search looks at in one go, or nothing of the kind is asked: then the newest are soon found
 * among all. What is returned holds every task that can match, and others.
 */
export async function fewTasks(query: Query, filter: TaskFilter): Promise<string[] | null> {
  const values: unknown[] = [];
  const texts = candidates(filter, values);
  if (texts.length === 0) return null;
  const parts = texts.map((text) => `(${text} LIMIT ${scanLimit + 1})`);
  const rows = await query<{ id: string }>(
    `SELECT id FROM (${parts.join(' UNION ALL ')}) AS few LIMIT ${scanLimit + 1}`,
    values,
  );
  return rows.length > scanLimit ? null : rows.map(({ id }) => id);
}

export function isByEnd({ finishedAfter, finishedBefore }: TaskFilter): boolean {
  return finishedAfter !== undefined || finishedBefore !== undefined;
}

function candidates(filter: TaskFilter, values: unknown[]): string[] {
  const { queue } = filter;
  if (isByEnd(filter)) return [finishedWithin(filter, values)];
  return queue ? ofQueue(filter, parameter(values, queue)) : [];
}

function finishedWithin({ finishedAfter, finishedBefore }: TaskFilter, values: unknown[]): string {
  const bounds = ['t.finished_at IS NOT NULL'];
  if (finishedAfter) bounds.push(`t.finished_at >= ${parameter(values, finishedAfter)}`);
  if (finishedBefore) bounds.push(`t.finished_at < ${parameter(values, finishedBefore)}`);
  return `SELECT t.id FROM raydeck.task AS t WHERE ${bounds.join(' AND ')}`;
}

/** Statements that give a queue's tasks of a state, or of all, each by the index whose predicate it repeats. */
export function ofQueue({ state }: TaskFilter, queue: string): string[] {
  const isQueue = `t.queue = ${queue}`;
  const of = (condition: string): string => `SELECT t.id FROM raydeck.task AS t WHERE ${isQueue} AND ${condition}`;
  const waiting = [`t.state = 'QUEUED' AND NOT t.parked`, `t.state = 'QUEUED' AND t.parked`].map(of);
  // Those under way are as many as the cluster holds.
  const live = { QUEUED: waiting, RUNNING: [of(inState('RUNNING'))], BLOCKED: [of(inState('BLOCKED'))] };
  if (state === 'QUEUED' || state === 'RUNNING' || state === 'BLOCKED') return live[state];
  const isState = state ? `t.state = '${state}' AND ` : '';
  const finished = [`${isState}t.finished_at IS NOT NULL AND NOT t.pinned`, `${isState}t.pinned`].map(of);
  return state ? finished : [...finished, ...live.QUEUED, ...live.RUNNING, ...live.BLOCKED];
}
