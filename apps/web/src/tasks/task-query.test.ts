import { describe, expect, it } from 'vitest';
import { loadTaskParams } from './search-params.ts';
import { hrefOfSearch } from './search-href.ts';
import { askedTasks } from './task-query.ts';

const now = Date.parse('2026-11-28T12:00:00.700Z');
const asked = async (query: string, canViewPayload = true) =>
  askedTasks(
    await loadTaskParams(Promise.resolve(Object.fromEntries(new URLSearchParams(query)))),
    now,
    canViewPayload,
  );

describe('askedTasks', () => {
  it('reads the address as a filter', async () => {
    expect(await asked('state=FAILED&queue=mail&text=refused&junk=1&tag=')).toEqual({
      filter: { state: 'FAILED', queue: 'mail', text: 'refused' },
      problems: [],
      at: null,
    });
  });

  it('holds a distance in time still while pages follow each other', async () => {
    const first = await asked('after=1h');
    expect(first.filter.createdAfter).toEqual(new Date('2026-11-28T11:00:00Z'));
    expect(first.at).toEqual(new Date('2026-11-28T12:00:00Z'));
    const next = await asked('after=1h&cursor=x&at=2026-11-28T11:30:00Z');
    expect(next.filter.createdAfter).toEqual(new Date('2026-11-28T10:30:00Z'));
    expect((await asked('after=1h&at=2026-11-28T11:30:00Z')).at).toEqual(first.at);
  });

  it('looks for no words without payload permission, and says so', async () => {
    const { filter, problems } = await asked('text=4711&state=failed', false);
    expect(filter).toEqual({ state: 'FAILED' });
    expect(problems).toEqual([expect.stringContaining('payload permission')]);
  });
});

it('hrefOfSearch writes an address that is read back', async () => {
  const href = hrefOfSearch({ terms: { state: 'failed', tag: 'a&b=c' }, text: 'x y' });
  expect((await asked(href.slice('/tasks?'.length))).filter).toEqual({ state: 'FAILED', tag: 'a&b=c', text: 'x y' });
  expect(hrefOfSearch({})).toBe('/tasks');
});
