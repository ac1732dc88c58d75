import { type Qualifier, qualifiers, type Search } from '@raydeck/core';
import { createLoader, createSerializer, type inferParserType, parseAsIsoDateTime, parseAsString } from 'nuqs/server';

/** Each qualifier of the filter bar is a parameter of the same name. */
const terms = parsersOf(qualifiers);

/** The task list's state, all of it in the URL. */
export const taskParams = {
  ...terms,
  text: parseAsString,
  /** When the first page was read: what is "an hour ago" must not move under a cursor, which belongs to one exact filter. */
  at: parseAsIsoDateTime,
  cursor: parseAsString,
  /** The id of the saved view that was opened, whatever was changed since; `all` for the whole list. */
  view: parseAsString,
};

export type TaskParams = inferParserType<typeof taskParams>;

export const loadTaskParams = createLoader(taskParams);

const serialize = createSerializer(taskParams);

/** The same as a query, without its question mark. */
export function taskParamsQuery(params: TaskParams): string {
  return serialize(params).replace(/^\?/, '');
}

/** What the URL asks for, as the filter bar would say it. */
export function searchOf(params: TaskParams): Search {
  const found: Search = { terms: {}, text: params.text };
  for (const name of qualifiers) {
    const value = params[name];
    if (value !== null && value !== '') found.terms[name] = value;
  }
  return found;
}

/** The URL's parameters of a search; those that it does not name are taken away. */
export function paramsOf({ terms: asked, text }: Search): Record<Qualifier | 'text', string | null> {
  const entries = qualifiers.map((name) => [name, asked[name] ?? null] as const);
  // Each qualifier has its entry.
  return { ...(Object.fromEntries(entries) as Record<Qualifier, string | null>), text };
}

/** One parser for each name is what the loop makes. */
function parsersOf(names: readonly Qualifier[]): Record<Qualifier, typeof parseAsString> {
  return Object.fromEntries(names.map((name) => [name, parseAsString])) as Record<Qualifier, typeof parseAsString>;
}
