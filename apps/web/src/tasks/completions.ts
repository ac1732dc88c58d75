import {
  attemptStates,
  type Qualifier,
  qualifiers,
  quoted,
  runnerNames,
  taskStates,
  type Token,
  tokensOf,
} from '@raydeck/core';

export interface Completion {
  /** What stands in its place afterwards. */
  insert: string;
  label: string;
  note: string;
}

export interface Completions {
  /** The part of the line that a completion takes the place of. */
  start: number;
  end: number;
  /** Whose values are asked for; null while a qualifier itself is being written. */
  qualifier: Qualifier | null;
  items: Completion[];
}

const notes: Record<Qualifier, string> = {
  state: 'queued, running, failed …',
  queue: 'name of a queue',
  callable: 'import path; ending in a dot, all below it',
  tag: 'one tag of the task',
  runner: 'how the last attempt ran, or the next one will',
  profile: 'runtime environment',
  worker: 'who drove the last attempt',
  error: 'class of the last attempt’s error',
  node: 'Ray node of the last attempt',
  attempt: 'state of the last attempt',
  by: 'who enqueued it',
  job: 'Ray’s submission id',
  after: 'created since: 1h, 7d, 2026-11-28',
  before: 'created until',
  'finished-after': 'finished since: 1h, 7d, 2026-11-28',
  'finished-before': 'finished until',
};

const lower = (values: readonly string[]): string[] => values.map((value) => value.toLowerCase());
const distances = ['15m', '1h', '6h', '24h', '7d', '30d'];

/** Values that are the same in every installation. */
export const knownValues: Partial<Record<Qualifier, readonly string[]>> = {
  state: lower(taskStates),
  attempt: lower(attemptStates),
  runner: runnerNames,
  after: distances,
  before: distances,
  'finished-after': distances,
  'finished-before': distances,
};

const shownAtOnce = 12;

/** What may stand where the caret is: qualifiers, or values of the one before it. */
export function completionsAt(
  line: string,
  caret: number,
  valuesOf: (qualifier: Qualifier) => readonly string[],
): Completions {
  const tokens = tokensOf(line);
  const token = tokens.find(({ start, end }) => start < caret && caret <= end);
  const place = { start: token?.start ?? caret, end: token?.end ?? caret };
  const qualifier = qualifiers.find((name) => name === token?.name?.toLowerCase()) ?? null;
  if (token && qualifier && caret > token.start + qualifier.length) {
    return { ...place, qualifier, items: valuesLike(qualifier, token, valuesOf(qualifier)) };
  }
  // A quoted word is one to look for.
  if (token && (token.name !== null || line[token.start] === '"')) return { ...place, qualifier: null, items: [] };
  const used = new Set(tokens.map(({ name }) => name));
  const word = token?.value.toLowerCase() ?? '';
  const items = qualifiers
    .filter((name) => name.startsWith(word) && !used.has(name))
    .map((name) => ({ insert: `${name}:`, label: `${name}:`, note: notes[name] }));
  return { ...place, qualifier: null, items };
}

/** Those that begin with what is written first, then those that hold it. */
function valuesLike(qualifier: Qualifier, { value }: Token, known: readonly string[]): Completion[] {
  const written = value.toLowerCase();
  const matching = known.filter((one) => one.toLowerCase().includes(written) && one !== value);
  const begins = (one: string) => Number(!one.toLowerCase().startsWith(written));
  return matching
    .toSorted((left, right) => begins(left) - begins(right))
    .slice(0, shownAtOnce)
    .map((one) => ({ insert: `${qualifier}:${quoted(one, /[\s"\\]/)} `, label: one, note: '' }));
}
