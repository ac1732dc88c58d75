import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { parameter, reachConditions } from '../reading/reach.ts';

/** What a queue has finished, minute by minute, oldest first. */
export interface QueuePulse {
  finished: number[];
  failed: number[];
}

const minutes = 30;

/** Finished tasks that are looked at; on a busy installation these are those of the last minutes only. */
const mostTasks = 20_000;

/** By queue, the pulse of the last half hour; a queue that finished nothing is left out. The index on finished_at serves it. */
export async function queuePulses(context: Context): Promise<Map<string, QueuePulse>> {
  authorize(context, 'queue.read');
  const values: unknown[] = [];
  const reach = reachConditions(context.principal, values);
  const rows = await boundedRead(context.db, (query) => query<Row>(pulseText(reach, values), values));
  const pulses = new Map<string, QueuePulse>();
  for (const { queue, minute, finished, failed } of rows) {
    const pulse = pulses.get(queue) ?? { finished: zeros(), failed: zeros() };
    pulse.finished[minute] = finished;
    pulse.failed[minute] = failed;
    pulses.set(queue, pulse);
  }
  return pulses;
}

type Row = { queue: string; minute: number; finished: number; failed: number } & Record<string, unknown>;

function zeros(): number[] {
  return Array.from({ length: minutes }, () => 0);
}

function pulseText(reach: readonly string[], values: unknown[]): string {
  const since = `date_trunc('minute', now()) - (${parameter(values, minutes - 1)}::integer * interval '1 minute')`;
  return `
    SELECT t.queue, floor(extract(epoch FROM t.finished_at - (${since})) / 60)::integer AS minute, count(*)::integer AS finished,
      count(*) FILTER (WHERE t.state = 'FAILED')::integer AS failed
    FROM (
      SELECT t.queue, t.state, t.finished_at, t.callable, t.created_by FROM raydeck.task AS t
      WHERE t.finished_at >= ${since} AND t.finished_at <= now() ORDER BY t.finished_at DESC LIMIT ${mostTasks}
    ) AS t
    ${reach.length === 0 ? '' : `WHERE ${reach.join(' AND ')}`}
    GROUP BY 1, 2`;
}
