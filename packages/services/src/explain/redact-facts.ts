import type { ExplainFacts, Redaction } from '@raydeck/core';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { taskRedactions } from '../redaction/task-redactions.ts';
import type { TaskRow } from './task-facts.ts';

/** The facts without what nobody is shown; a line of the set-up's log is shown to those who may read logs. */
export async function redactFacts(context: Context, facts: ExplainFacts, row: TaskRow): Promise<ExplainFacts> {
  const asked = { id: row.id, profileIds: row.profileId === null ? [] : [row.profileId] };
  const plain = plainRedaction(context);
  const own = (await taskRedactions(context, [asked])).get(row.id) ?? plain;
  const { task, queue, control, attempt } = facts;
  const reasonOf = <T extends { pausedReason: string | null }>(one: T): T => ({
    ...one,
    pausedReason: textOf(plain, one.pausedReason),
  });
  return {
    ...facts,
    task: { ...task, concurrencyKey: textOf(own, task.concurrencyKey), resources: own.value(task.resources) },
    queue: queue && reasonOf(queue),
    control: reasonOf(control),
    clusters: facts.clusters.map((cluster) => ({
      ...cluster,
      error: textOf(plain, cluster.error),
      drainedReason: textOf(plain, cluster.drainedReason),
    })),
    attempt: attempt && {
      ...attempt,
      errorClass: textOf(own, attempt.errorClass),
      setupLine: context.principal.canViewPayload ? textOf(own, attempt.setupLine) : null,
    },
    events: facts.events.map((event) => ({ ...event, reason: textOf(own, event.reason) })),
  };
}

function textOf(redaction: Redaction, text: string | null): string | null {
  return text && redaction.text(text);
}
