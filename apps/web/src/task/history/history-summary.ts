import type { Run } from '@raydeck/services';

/** A callable's runs in numbers. */
export interface HistorySummary {
  ended: number;
  succeeded: number;
  /** Of the runs that succeeded, from claim to end; null when none did. */
  medianMs: number | null;
}

export function historySummary(runs: readonly Run[]): HistorySummary {
  const succeeded = runs.filter(({ state }) => state === 'SUCCEEDED');
  const ended = runs.filter(({ finishedAt }) => finishedAt !== null).length;
  const lengths = succeeded.flatMap((run) => durationOf(run) ?? []).toSorted((left, right) => left - right);
  return { ended, succeeded: succeeded.length, medianMs: lengths[Math.floor((lengths.length - 1) / 2)] ?? null };
}

/** From the first claim to the end; null for what has not ended or never was claimed. */
export function durationOf({ startedAt, finishedAt }: Pick<Run, 'startedAt' | 'finishedAt'>): number | null {
  return startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null;
}

/** The runs just before and after one, by age; null at the ends, and for one that is not among them. */
export function neighboursOf(runs: readonly Run[], id: string): { before: Run | null; after: Run | null } {
  const at = runs.findIndex((run) => run.id === id);
  if (at < 0) return { before: null, after: null };
  return { before: runs[at + 1] ?? null, after: at === 0 ? null : (runs[at - 1] ?? null) };
}
