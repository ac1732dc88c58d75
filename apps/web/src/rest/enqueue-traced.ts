import { formatTraceparent, parseTraceparent } from '@raydeck/core';
import { type Enqueued, enqueueTasks, type NewTask } from '@raydeck/services';
import type { RestContext } from './endpoint.ts';

/**
 * Enqueues below the span that the header `traceparent` names: the tasks' spans stand there, or below one of this request when
 * there is a collector. A malformed header is ignored, as W3C has it.
 */
export async function enqueueTraced(
  context: RestContext,
  headers: Headers,
  tasks: readonly NewTask[],
): Promise<Enqueued[]> {
  const caller = parseTraceparent(headers.get('traceparent'));
  const span = context.tracing()?.enqueue(caller && formatTraceparent(caller)) ?? null;
  const traceparent = span?.traceparent ?? (caller ? formatTraceparent(caller) : undefined);
  try {
    const enqueued = await enqueueTasks(
      context,
      tasks.map((task) => ({ ...task, traceparent })),
    );
    span?.end(null);
    return enqueued;
  } catch (error) {
    span?.end(error instanceof Error ? error.name : 'Error');
    throw error;
  }
}
