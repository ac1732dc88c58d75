'use client';

import type { TaskPage } from '@raydeck/services';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { type ListNews, mergeNews, parseNews } from './list-news.ts';

const everyMs = 1_000;
/** Besides, for what no event tells. */
const alwaysMs = 15_000;

/**
 * The rows of a page, followed: known ones change in their places, new ones wait until they are asked for. `key` names the list;
 * another list shows at once. `query` asks the server for the same list.
 */
export function useLiveRows(page: TaskPage, key: string, query: string) {
  const [shown, setShown] = useState({ key, page, latest: page });
  const [news, setNews] = useState<{ key: string; news: ListNews } | null>(null);
  // Set while rendering, so that no frame shows the rows of another list; a page that comes anew for the same list is news.
  if (shown.key !== key) setShown({ key, page, latest: page });
  else if (shown.latest !== page) {
    setShown({ ...shown, latest: page });
    setNews({ key, news: { page, others: othersOf(shown.page, page), counts: null } });
  }
  const base = shown.key === key ? shown.page : page;
  const current = news?.key === key ? news.news : null;
  const merged = mergeNews(base.items, current);
  const show = () => {
    if (current) setShown({ ...shown, page: current.page });
  };
  // Nothing can move where nothing is shown.
  if (base.items.length === 0 && current && current.page.items.length > 0) show();
  const ids = base.items.map(({ id }) => id).join(',');
  useNews(`${query}${query === '' ? '' : '&'}ids=${ids}`, (latest) => setNews({ key, news: latest }));
  return { ...merged, page: base, counts: current?.counts ?? null, show };
}

/** Rows that are not on the new page stay as they are until somebody asks. */
function othersOf(shown: TaskPage, page: TaskPage): ListNews['others'] {
  const ids = new Set(page.items.map(({ id }) => id));
  return { rows: shown.items.filter(({ id }) => !ids.has(id)), left: [] };
}

/** Asks for news when something moved, at most once a second, one question at a time; never while updates are paused. */
function useNews(query: string, onNews: (news: ListNews) => void): void {
  const { onChange, state } = useLive();
  const isPaused = state === 'paused';
  const latest = useRef({ query, onNews });
  useEffect(() => {
    latest.current = { query, onNews };
  });
  useEffect(() => {
    if (isPaused) return;
    const abort = new AbortController();
    let isAsking = false;
    let isStale = false;
    let last = 0;
    let timer: number | undefined;
    const ask = async () => {
      timer = undefined;
      isAsking = true;
      isStale = false;
      last = Date.now();
      const asked = latest.current.query;
      const news = await fetchNews(asked, abort.signal);
      isAsking = false;
      // The list changed meanwhile: the answer is about another one.
      if (news && asked === latest.current.query) latest.current.onNews(news);
      if (isStale) plan();
    };
    const plan = () => {
      if (isAsking) isStale = true;
      else timer ??= window.setTimeout(() => void ask(), Math.max(0, last + everyMs - Date.now()));
    };
    const always = window.setInterval(() => !document.hidden && plan(), alwaysMs);
    const unsubscribe = onChange(plan);
    return () => {
      abort.abort();
      unsubscribe();
      window.clearTimeout(timer);
      window.clearInterval(always);
    };
  }, [onChange, isPaused]);
}

/** Null when there is no answer: the next change asks again. */
async function fetchNews(query: string, signal: AbortSignal): Promise<ListNews | null> {
  try {
    const answer = await fetch(`/api/console/tasks?${query}`, { signal });
    return answer.ok ? parseNews(await answer.json()) : null;
  } catch {
    return null;
  }
}
