import { quoted, type Token, tokensOf } from './search-tokens.ts';

/** The words before a colon by which tasks are filtered, the same in the filter bar and in the address of the list. */
export const qualifiers = [
  'state',
  'queue',
  'callable',
  'tag',
  'runner',
  'profile',
  'worker',
  'error',
  'node',
  'attempt',
  'by',
  'job',
  'after',
  'before',
  'finished-after',
  'finished-before',
] as const;

export type Qualifier = (typeof qualifiers)[number];

/** What a filter line asks for. Values are as they were written: what they mean is the use case's to say. */
export interface Search {
  terms: Partial<Record<Qualifier, string>>;
  /** Words without a qualifier: looked for in error messages. */
  text: string | null;
}

export interface ParsedSearch extends Search {
  /** Why parts of the line were left out, in sentences for the person who wrote it. */
  problems: string[];
}

/** Reads a line such as `state:failed queue:mail tag:"big order" card refused`. */
export function parseSearch(line: string): ParsedSearch {
  const parsed: ParsedSearch = { terms: {}, text: null, problems: [] };
  const words: string[] = [];
  for (const token of tokensOf(line)) {
    if (token.name === null) words.push(token.value);
    else takeTerm(parsed, token, token.name);
  }
  const text = words.join(' ').trim();
  return { ...parsed, text: text === '' ? null : text };
}

function takeTerm({ terms, problems }: ParsedSearch, { value }: Token, name: string): void {
  const qualifier = qualifiers.find((one) => one === name.toLowerCase());
  if (!qualifier) {
    problems.push(`There is no filter “${name}:”. To look for these words in error messages, put them in quotes.`);
  } else if (value === '') problems.push(`“${qualifier}:” needs a value.`);
  else if (terms[qualifier] !== undefined) problems.push(`“${qualifier}:” stands twice; the first one counts.`);
  else terms[qualifier] = value;
}

/** The line that `parseSearch` reads as this, its terms in the order of `qualifiers`. */
export function formatSearch({ terms, text }: Search): string {
  const parts = qualifiers.flatMap((name) => {
    const value = terms[name];
    return value === undefined ? [] : [`${name}:${quoted(value, /[\s"\\]/)}`];
  });
  // A colon makes words look like a filter.
  if (text !== null) parts.push(quoted(text, /[\s"\\:]/));
  return parts.join(' ');
}
