import type { RefreshedTasks, TaskCounts, TaskPage, TaskSummary } from '@raydeck/services';

/** What the server says of a list that somebody looks at: the page as it would be now, and the shown rows that are not on it. */
export interface ListNews {
  page: TaskPage;
  others: RefreshedTasks;
  /** Null: they took too long, or are not asked for. */
  counts: TaskCounts | null;
}

/** Times travel as text. */
const times = ['runAt', 'createdAt', 'startedAt', 'finishedAt', 'cancelRequestedAt'] as const;

/** Our own server's answer, of the same build; its times become dates again. */
export function parseNews(answer: unknown): ListNews {
  const news = answer as ListNews;
  return {
    ...news,
    page: { ...news.page, items: news.page.items.map(revive) },
    others: { ...news.others, rows: news.others.rows.map(revive) },
  };
}

function revive(row: TaskSummary): TaskSummary {
  const dates = times.map((name) => [name, row[name] === null ? null : new Date(row[name])]);
  return { ...row, ...(Object.fromEntries(dates) as Pick<TaskSummary, (typeof times)[number]>) };
}

export interface MergedRows {
  rows: TaskSummary[];
  /** Shown, and the filter does not fit them any more. */
  left: ReadonlySet<string>;
  /** Shown, and deleted since. */
  gone: ReadonlySet<string>;
  /** Rows that stand above or among the shown ones by now. */
  fresh: number;
}

/** Shown rows as they are now, each in its place; what is new waits. */
export function mergeNews(shown: readonly TaskSummary[], news: ListNews | null): MergedRows {
  if (news === null) return { rows: [...shown], left: new Set(), gone: new Set(), fresh: 0 };
  const known = new Map([...news.page.items, ...news.others.rows].map((row) => [row.id, row]));
  const ids = new Set(shown.map(({ id }) => id));
  const last = shown.at(-1)?.id ?? '';
  return {
    rows: shown.map((row) => known.get(row.id) ?? row),
    left: new Set(news.others.left),
    gone: new Set([...ids].filter((id) => !known.has(id))),
    // Further down are rows that moved up as others left.
    fresh: news.page.items.filter(({ id }) => !ids.has(id) && id > last).length,
  };
}
