import type { TaskSummary } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { type ListNews, mergeNews, parseNews } from './list-news.ts';

const row = (id: string, state = 'QUEUED') => ({ id, state }) as TaskSummary;
const news = (items: TaskSummary[], rows: TaskSummary[] = [], left: string[] = []): ListNews => ({
  page: { items, nextCursor: null, isPartial: false },
  others: { rows, left },
  counts: null,
});

describe('mergeNews', () => {
  it('replaces rows where they are, and lets new ones wait', () => {
    const merged = mergeNews([row('b'), row('a')], news([row('d'), row('c'), row('b', 'RUNNING'), row('a')]));
    expect(merged.rows).toEqual([row('b', 'RUNNING'), row('a')]);
    expect(merged.fresh).toBe(2);
  });

  it('keeps rows that left the list or are deleted where they were, and says so', () => {
    const merged = mergeNews([row('c'), row('b'), row('a')], news([row('a')], [row('c', 'RUNNING')], ['c']));
    expect(merged.rows.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect([merged.left, merged.gone]).toEqual([new Set(['c']), new Set(['b'])]);
  });

  it('does not call new what moved up from below', () => {
    expect(mergeNews([row('c'), row('b')], news([row('c'), row('a')], [row('b')], ['b'])).fresh).toBe(0);
    expect(mergeNews([], news([row('a')])).fresh).toBe(1);
  });
});

it('parseNews makes dates of times', () => {
  const at = new Date('2026-11-28T12:00:00Z');
  const full = { ...row('a'), runAt: at, createdAt: at, startedAt: null, finishedAt: null, cancelRequestedAt: null };
  const answer = news([full], [full]);
  expect(parseNews(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
});
