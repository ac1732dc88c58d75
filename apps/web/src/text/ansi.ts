import { type CODE, parse } from '@ansi-tools/parser';
import { visibleText } from '@raydeck/core';

const colors = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

interface Style {
  color: (typeof colors)[number] | null;
  bold: boolean;
}

export interface AnsiSegment extends Style {
  text: string;
}

const plain: Style = { color: null, bold: false };

/**
 * Terminal output as coloured text: colours and bold (`ESC [ … m`) are kept. Every other sequence, such as one that moves the cursor,
 * sets a title or makes a link, is shown for what it is: nothing that a log holds acts, and nothing of it hides.
 */
export function ansiSegments(output: string): AnsiSegment[] {
  const segments: AnsiSegment[] = [];
  let style = plain;
  for (const code of parse(overwritten(output))) {
    if (isStyle(code)) {
      style = restyle(style, code.params);
      continue;
    }
    const text = visibleText(code.raw);
    const last = segments.at(-1);
    if (last && last.color === style.color && last.bold === style.bold) last.text += text;
    else segments.push({ ...style, text });
  }
  return segments;
}

/** Those that other terminals mean something else by, such as `ESC [ > 4 m`, are not among them. */
function isStyle(code: CODE): code is Extract<CODE, { params: string[] }> {
  return code.type === 'CSI' && code.command === 'm' && /^(?:\u001b\[|\u009b)[\d;:]*m$/.test(code.raw);
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

function restyle(style: Style, parameters: readonly string[]): Style {
  const codes = parameters.map(Number);
  let next = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    // 38 and 48 take a colour out of 256 or 16 million, of which we show none.
    if (code === 38 || code === 48) at += codes[at + 1] === 2 ? 4 : 2;
    else if (code === 0) next = plain;
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
