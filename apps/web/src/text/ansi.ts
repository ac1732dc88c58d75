import { escapeSequences, visibleText } from '@raydeck/core';

const colors = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

export interface AnsiSegment {
  text: string;
  color: (typeof colors)[number] | null;
  bold: boolean;
}

/** Terminal output as coloured text: colours and bold (`ESC [ … m`) are kept, all other escape sequences are dropped. */
export function ansiSegments(output: string): AnsiSegment[] {
  const text = overwritten(output);
  const segments: AnsiSegment[] = [];
  let style: Omit<AnsiSegment, 'text'> = { color: null, bold: false };
  let last = 0;
  const push = (end: number) => {
    if (end > last) segments.push({ ...style, text: visibleText(text.slice(last, end)) });
  };
  for (const match of text.matchAll(escapeSequences)) {
    push(match.index);
    last = match.index + match[0].length;
    if (match[2] === 'm') style = restyle(style, match[1] ?? '');
  }
  push(text.length);
  return segments;
}

/** A carriage return starts its line afresh, as progress bars do. */
function overwritten(text: string): string {
  if (!text.includes('\r')) return text;
  return text.split('\n').map(lastState).join('\n');
}

function lastState(line: string): string {
  const kept = line.replace(/\r+$/, '');
  return kept.slice(kept.lastIndexOf('\r') + 1);
}

function restyle(style: Omit<AnsiSegment, 'text'>, parameters: string): Omit<AnsiSegment, 'text'> {
  const codes = parameters.split(';').map(Number);
  let next = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    // 38 and 48 take a colour out of 256 or 16 million, of which we show none.
    if (code === 38 || code === 48) at += codes[at + 1] === 2 ? 4 : 2;
    else if (code === 0) next = { color: null, bold: false };
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 22) next = { ...next, bold: false };
    else if (code === 39) next = { ...next, color: null };
    else if (code >= 30 && code <= 37) next = { ...next, color: colors[code - 30] ?? null };
    else if (code >= 90 && code <= 97) next = { ...next, color: colors[code - 90] ?? null };
  }
  return next;
}

/** The same without its colours. */
export function ansiText(output: string): string {
  return ansiSegments(output)
    .map((segment) => segment.text)
    .join('');
}
