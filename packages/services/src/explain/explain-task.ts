import { explain, type Explanation, type ExplainFacts, isInReach, type TaskState } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { factsOf, type InstallationSettings } from './facts-of.ts';
import { readFacts } from './read-facts.ts';
import { redactFacts } from './redact-facts.ts';

export interface TaskExplanation extends Explanation {
  id: string;
  state: TaskState;
  /** When the facts were read, by the database's clock. */
  at: Date;
}

/**
 * Why a task does not run, what it is doing, or how it ended, as of now: a few rows by their keys, on one snapshot. Throws
 * NOT_FOUND, FORBIDDEN, UNAVAILABLE.
 */
export async function explainTask(context: Context & InstallationSettings, id: string): Promise<TaskExplanation> {
  authorize(context, 'task.read');
  const taskId = requireUuid(id, 'task');
  const read = await boundedRead(context.db, (query) => readFacts(query, context.principal, taskId));
  if (!read || !isInReach(context.principal, read.task)) throw notFound('task');
  const facts: ExplainFacts = await redactFacts(context, factsOf(read, context), read.task);
  return { id: taskId, state: read.task.state, at: read.task.now, ...explain(facts) };
}
