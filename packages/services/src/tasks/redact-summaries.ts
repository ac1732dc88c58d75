import type { Redaction } from '@raydeck/core';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { taskRedactions } from '../redaction/task-redactions.ts';
import { progressOf } from './progress.ts';
import type { TaskSummary } from './list-tasks.ts';

/** A row as the statement gives it, and the profile of its last attempt. */
export type SummaryRow = Omit<TaskSummary, 'progress'> & { progress: unknown; profileId: string | null };

/** Rows as they are shown. */
export async function redactSummaries(context: Context, rows: readonly SummaryRow[]): Promise<TaskSummary[]> {
  const asked = rows
    .filter(holdsText)
    .map(({ id, profileId }) => ({ id, profileIds: profileId === null ? [] : [profileId] }));
  const redactions = await taskRedactions(context, asked);
  const { canViewPayload } = context.principal;
  // One without any text has none, and one that is gone meanwhile shows what can be told by names.
  const plain = plainRedaction(context);
  return rows.map((row) => summaryOf(row, canViewPayload, redactions.get(row.id) ?? plain));
}

function holdsText({ tags, errorClass, errorMessage, progress }: SummaryRow): boolean {
  return tags.length > 0 || errorClass !== null || errorMessage !== null || progress !== null;
}

function summaryOf(
  { profileId: _profile, ...row }: SummaryRow,
  canViewPayload: boolean,
  redaction: Redaction,
): TaskSummary {
  return {
    ...row,
    tags: row.tags.map((tag) => redaction.text(tag)),
    errorClass: row.errorClass && redaction.text(row.errorClass),
    errorMessage: canViewPayload && row.errorMessage !== null ? redaction.text(row.errorMessage) : null,
    progress: progressOf(row.progress, canViewPayload, redaction),
  };
}
