import type { KeepDays, RetentionPreview, RetentionRun } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { countText, oneLine } from './queue-rows.ts';
import { stateStyle } from './state-style.ts';
import type { Cell } from './table.ts';
import { agoText, timeText } from './times.ts';

export const RETENTION_HEADINGS = ['QUEUE', 'STATE', 'KEPT', 'OLDEST', 'WOULD GO'];

export function retentionRow({ queue, state, keepDays, oldestAt, due }: RetentionPreview['items'][number]): Cell[] {
  return [
    plainText(queue),
    { text: state, style: stateStyle(state) },
    keptText(keepDays),
    timeText(oldestAt),
    countText(due),
  ];
}

/** What became of the newest run that began; empty for none. */
export function lastRunText(runs: readonly RetentionRun[], now = Date.now()): string {
  const run = runs.find(({ startedAt }) => startedAt !== null);
  if (run === undefined) return '';
  const gone = `${run.tasks} tasks and ${run.auditRows} audit rows went`;
  if (run.error !== null) return `${agoText(run.startedAt, now)}: ${gone}, then it failed: ${oneLine(run.error)}`;
  if (run.finishedAt === null) return `begun ${agoText(run.startedAt, now)}: ${gone} so far`;
  return `${agoText(run.startedAt, now)}: ${gone}${run.isCut ? '; its time was up before its work was done' : ''}`;
}

function keptText(days: KeepDays): string {
  if (days === 'forever') return 'for ever';
  return days === 1 ? '1 day' : `${days} days`;
}
