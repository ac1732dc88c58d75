import { plainText } from '@raydeck/core';

/** Deep recursion says the same for hundreds of lines. */
const longest = 40;

/** The end of a traceback, which says what happened. */
export function tracebackText(traceback: string): string {
  const lines = plainText(traceback).trimEnd().split('\n');
  if (lines.length <= longest) return lines.join('\n');
  return [`… ${lines.length - longest} lines more: --json has them all`, ...lines.slice(-longest)].join('\n');
}
