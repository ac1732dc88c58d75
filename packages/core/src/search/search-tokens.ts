/** One part of a filter line, which it takes from `start` up to `end`. */
export interface Token {
  /** Null: words without a qualifier. */
  name: string | null;
  /** Without its quotes. */
  value: string;
  start: number;
  end: number;
}

// A name and its colon, perhaps; then a quoted text, whose end may be missing, or all up to the next space, or nothing at all.
const pattern = /(?:([A-Za-z][A-Za-z-]*):)?(?:"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)|(\S+)|(?<=:)(?=\s|$))/g;

/** The parts of a line in its order; every line has some reading. */
export function tokensOf(line: string): Token[] {
  return Array.from(line.matchAll(pattern), (match) => {
    const [whole, name = null, inQuotes = '', plain] = match;
    const value = plain ?? inQuotes.replaceAll(/\\([\s\S])/g, '$1');
    return { name, value, start: match.index, end: match.index + whole.length };
  });
}

/** The value as a line shows it: in quotes when it has one of these. */
export function quoted(value: string, special: RegExp): string {
  return special.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : value;
}
