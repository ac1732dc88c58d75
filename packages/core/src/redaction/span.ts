import { mask } from './redaction-rules.ts';

/** A part of a text. */
export interface Span {
  from: number;
  to: number;
}

/** The text with a mask for each of the parts; those that touch have one for all. */
export function maskSpans(text: string, spans: readonly Span[], start = 0, end = text.length): string {
  const sorted = spans.filter(({ from, to }) => to > start && from < end).toSorted((a, b) => a.from - b.from);
  const pieces: string[] = [];
  let at = start;
  let maskedTo = -1;
  for (const { from, to } of sorted) {
    if (from > maskedTo) pieces.push(text.slice(at, Math.max(from, start)), mask);
    maskedTo = Math.max(maskedTo, to);
    at = Math.min(Math.max(at, maskedTo), end);
  }
  return [...pieces, text.slice(at, end)].join('');
}
