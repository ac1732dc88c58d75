import type { Defaults, Principal, TaskState } from '@raydeck/core';
import { parameter, reachConditions } from '../reading/reach.ts';
import { firstUuidAt, isUuid } from '../reading/uuid.ts';
import { beyond, type Edge } from './edge.ts';
import type { TaskFilter } from './task-filter.ts';

/** Conditions with their parameters: those of `range` come first, so that `range` can stand alone. */
export interface TaskConditions {
  /** On `t`: served by an index that also gives the order by id. */
  range: string[];
  rangeValues: unknown[];
  /** On `t` and `a`, its last attempt: checked row by row, over a bounded number of rows. */
  screen: string[];
  values: unknown[];
  /** Whether `screen` looks at `a`. */
  needsAttempt: boolean;
  /** Whether an index serves all of it: what is screened then are the edges of a time. */
  isNamed: boolean;
}

/** Rows that are looked at in one go for conditions without an index. */
export const scanLimit = 20_000;

/** A task's id is made within its enqueue, a little after `created_at`: so far apart they may be. */
export const idLagMs = 15_000;

/** Who asks, and the installation's own settings. */
export interface Asker {
  principal: Principal;
  defaults: Defaults;
}

/**
 * The filter as SQL. Fast are: all tasks, one state, times (an id carries its time), and a Ray job (whose id holds an
 * attempt's). All else, and a key's reach, is screened: an index for each would be paid by every enqueue, claim and finish.
 * `among` are the only tasks that can match, where these are known and few.
 */
export function taskConditions(
  { principal, defaults }: Asker,
  filter: TaskFilter,
  edge?: Edge,
  among?: readonly string[],
): TaskConditions {
  const values: unknown[] = [];
  const range = rangeConditions(filter, edge, values);
  if (among) range.push(`t.id = ANY (${parameter(values, among)}::uuid[])`);
  const rangeValues = [...values];
  const times = timeScreen(filter, values);
  const attempt = attemptConditions(filter, defaults, values);
  const others = [...reachConditions(principal, values), ...taskScreen(filter, values), ...attempt];
  const isNamed = others.length === 0 && !among;
  return { range, rangeValues, screen: [...times, ...others], values, needsAttempt: attempt.length > 0, isNamed };
}

function rangeConditions(filter: TaskFilter, edge: Edge | undefined, values: unknown[]): string[] {
  const range: string[] = [];
  const { state, rayJob, createdAfter, createdBefore } = filter;
  if (state) range.push(inState(state));
  if (rayJob) range.push(ofRayJob(rayJob, values));
  if (createdAfter) range.push(`t.id >= ${parameter(values, firstUuidAt(createdAfter))}::uuid`);
  if (createdBefore) {
    const last = firstUuidAt(new Date(createdBefore.getTime() + idLagMs));
    range.push(`t.id < ${parameter(values, last)}::uuid`);
  }
  if (edge) range.push(beyond('t.id', edge, values));
  return range;
}

/** The attempt by its primary key, and through it the one task. */
function ofRayJob(rayJob: string, values: unknown[]): string {
  const id = /^rd-[a-z0-9]+-(.+)$/.exec(rayJob)?.[1] ?? '';
  if (!isUuid(id)) return 'false';
  return `t.id = (SELECT j.task_id FROM raydeck.attempt AS j
    WHERE j.id = ${parameter(values, id)}::uuid AND j.ray_job_id = ${parameter(values, rayJob)})`;
}

function timeScreen(filter: TaskFilter, values: unknown[]): string[] {
  const { createdAfter, createdBefore } = filter;
  const screen: string[] = [];
  if (createdAfter) screen.push(`t.created_at >= ${parameter(values, createdAfter)}`);
  if (createdBefore) screen.push(`t.created_at < ${parameter(values, createdBefore)}`);
  return screen;
}

function taskScreen(filter: TaskFilter, values: unknown[]): string[] {
  const screen: string[] = [];
  const { queue, callable, tag, createdBy, profile } = filter;
  if (queue) screen.push(`t.queue = ${parameter(values, queue)}`);
  if (callable?.endsWith('.')) screen.push(`starts_with(t.callable, ${parameter(values, callable)})`);
  else if (callable) screen.push(`t.callable = ${parameter(values, callable)}`);
  if (tag) screen.push(`t.tags @> ARRAY[${parameter(values, tag)}]::text[]`);
  if (createdBy) screen.push(`t.created_by = ${parameter(values, createdBy)}`);
  if (profile) screen.push(`COALESCE(t.profile, ${ofQueue('profile')}) = ${parameter(values, profile)}`);
  if (filter.finishedAfter) screen.push(`t.finished_at >= ${parameter(values, filter.finishedAfter)}`);
  if (filter.finishedBefore) screen.push(`t.finished_at < ${parameter(values, filter.finishedBefore)}`);
  return screen;
}

function attemptConditions(filter: TaskFilter, { runner: fallback }: Defaults, values: unknown[]): string[] {
  const screen: string[] = [];
  const { runner, errorClass, node, attemptState, worker, text } = filter;
  if (errorClass) screen.push(`a.error_class = ${parameter(values, errorClass)}`);
  if (node) screen.push(`a.ray_node_id = ${parameter(values, node)}`);
  if (attemptState) screen.push(`a.state::text = ${parameter(values, attemptState)}`);
  if (worker) screen.push(`a.worker_id = ANY (${ofWorker(parameter(values, worker))})`);
  if (text)
    screen.push(`a.error_message ILIKE ${parameter(values, `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)}`);
  if (runner) {
    const wanted = `COALESCE(a.runner, t.runner, ${ofQueue('runner')}, ${parameter(values, fallback)})`;
    screen.push(`${wanted} = ${parameter(values, runner)}`);
  }
  return screen;
}

function ofWorker(name: string): string {
  return `ARRAY(SELECT w.id FROM raydeck.worker AS w WHERE w.name = ${name} OR w.id::text = lower(${name}))`;
}

function ofQueue(column: 'profile' | 'runner'): string {
  return `(SELECT q.${column} FROM raydeck.queue AS q WHERE q.name = t.queue)`;
}

/**
 * Tasks of one state by that state's own partial index: its predicate, word for word. Written out, not as a parameter: the
 * planner must see it. `attempt_count >= 0` always holds; it keeps all but lists from these indexes (of SUCCEEDED tasks only lists ask).
 */
export function inState(state: TaskState): string {
  return state === 'SUCCEEDED' ? `t.state = '${state}'` : `t.state = '${state}' AND t.attempt_count >= 0`;
}

/** The last attempt of `t` as `a`. LIMIT keeps the planner from reading all attempts to join them. */
export const lastAttempt = `LEFT JOIN LATERAL (
  SELECT l.* FROM raydeck.attempt AS l WHERE l.task_id = t.id AND l.number = t.attempt_count LIMIT 1
) AS a ON true`;

export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
