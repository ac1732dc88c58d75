import { qualifiers, type Search } from '@raydeck/core';

/** The address of the task list with this filter. */
export function hrefOfSearch({ terms, text = null }: Partial<Search>): string {
  const query = new URLSearchParams();
  for (const name of qualifiers) {
    const value = terms?.[name];
    if (value !== undefined) query.set(name, value);
  }
  if (text !== null) query.set('text', text);
  const search = query.toString();
  return search === '' ? '/tasks' : `/tasks?${search}`;
}
