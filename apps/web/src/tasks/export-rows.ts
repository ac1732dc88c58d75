import type { ExportEnd, TaskSummary } from '@raydeck/services';
import { stringify } from 'csv-stringify/sync';

export const exportFormats = ['csv', 'jsonl'] as const;

export type ExportFormat = (typeof exportFormats)[number];

const columns = [
  'id',
  'state',
  'callable',
  'queue',
  'priority',
  'createdAt',
  'runAt',
  'startedAt',
  'finishedAt',
  'attemptCount',
  'maxAttempts',
  'tags',
  'createdBy',
  'errorClass',
  'errorMessage',
  'rayJobId',
  'lastAttemptId',
] as const satisfies (keyof TaskSummary)[];

interface Writer {
  type: string;
  head: string;
  rows: (tasks: readonly TaskSummary[]) => string;
  /** Nothing when all is there. */
  end: (reason: ExportEnd) => string;
}

/** How each format writes an export. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export const exportWriters: Record<ExportFormat, Writer> = {
  csv: {
    type: 'text/csv; charset=utf-8',
    head: stringify([[...columns]]),
    rows: (tasks) => stringify(tasks.map(cellsOf), { escape_formulas: true }),
    end: (reason) => (reason === 'complete' ? '' : stringify([[`There are more: ${reason}.`]])),
  },
  jsonl: {
    type: 'application/jsonl; charset=utf-8',
    head: '',
    rows: (tasks) => tasks.map((task) => `${JSON.stringify(pick(task))}\n`).join(''),
    end: (reason) => (reason === 'complete' ? '' : `${JSON.stringify({ isCut: true, reason })}\n`),
  },
};

function pick(task: TaskSummary): Pick<TaskSummary, (typeof columns)[number]> {
  return Object.fromEntries(columns.map((name) => [name, task[name]])) as Pick<TaskSummary, (typeof columns)[number]>;
}

function cellsOf(task: TaskSummary): (string | number | null)[] {
  return columns.map((name) => {
    const value = task[name];
    if (value instanceof Date) return value.toISOString();
    return Array.isArray(value) ? value.join(' ') : value;
  });
}
