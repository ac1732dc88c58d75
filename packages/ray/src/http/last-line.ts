const LIMIT_CHARACTERS = 500;

/** The line of a Python traceback that says what happened: the last one with words. Bounded. */
export function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const line = lines.findLast((candidate) => /\w/.test(candidate)) ?? 'no reason given';
  return line.slice(0, LIMIT_CHARACTERS);
}
