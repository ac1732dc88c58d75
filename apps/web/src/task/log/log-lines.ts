import { type AnsiSegment, ansiSegments } from '../../text/ansi.ts';

/** One line of a log; `text` is what its segments say together. */
export interface LogLine {
  text: string;
  segments: readonly AnsiSegment[];
}

/** So many lines are shown: more would hold up the browser. The last ones, for there the reason stands. */
export const linesShown = 20_000;

/** The last lines of an output, coloured, and how many before them are left out. */
export function logLines(output: string): { lines: LogLine[]; hidden: number } {
  const rows: AnsiSegment[][] = [[]];
  for (const { text, ...style } of ansiSegments(output)) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) rows.push([]);
      if (part !== '') rows.at(-1)?.push({ ...style, text: part });
    }
  }
  if (rows.at(-1)?.length === 0) rows.pop();
  const shown = rows.slice(-linesShown);
  const lines = shown.map((segments) => ({ text: segments.map(({ text }) => text).join(''), segments }));
  return { lines, hidden: rows.length - shown.length };
}

/** A place in the log where the searched text stands. */
export interface Match {
  line: number;
  start: number;
  end: number;
}

/** So many places are marked. */
export const matchesShown = 1_000;

/** Where a text stands in the lines, whatever its case. */
export function findMatches(lines: readonly LogLine[], searched: string): Match[] {
  const wanted = searched.toLowerCase();
  const matches: Match[] = [];
  if (wanted === '') return matches;
  for (const [line, { text }] of lines.entries()) {
    const lower = text.toLowerCase();
    // A letter whose small form is longer would move what follows: such a line is searched as it is.
    const haystack = lower.length === text.length ? lower : text;
    for (let at = haystack.indexOf(wanted); at >= 0; at = haystack.indexOf(wanted, at + wanted.length)) {
      matches.push({ line, start: at, end: at + wanted.length });
      if (matches.length === matchesShown) return matches;
    }
  }
  return matches;
}

/** A piece of a line in one style; `match` is the place in the line's matches that it belongs to. */
export interface Piece extends AnsiSegment {
  match: number | null;
}

/** A line's segments, cut where its matches begin and end. */
export function piecesOf({ segments }: LogLine, matches: readonly Pick<Match, 'start' | 'end'>[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const segment of segments) {
    const end = at + segment.text.length;
    const edges = matches.flatMap((match) => [match.start, match.end]).filter((edge) => edge > at && edge < end);
    for (const [index, start] of [at, ...edges].entries()) {
      const stop = edges[index] ?? end;
      const match = matches.findIndex((one) => one.start <= start && start < one.end);
      pieces.push({ ...segment, text: segment.text.slice(start - at, stop - at), match: match < 0 ? null : match });
    }
    at = end;
  }
  return pieces;
}
