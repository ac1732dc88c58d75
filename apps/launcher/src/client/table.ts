import { styleText } from 'node:util';

/** A cell, and what it looks like: colours go around the text after its width is known. */
export type Cell = string | { text: string; style: Parameters<typeof styleText>[0] };

/** Rows in columns below a heading. On a terminal the last column is cut to the line; in a pipe nothing is. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[], width?: number): string {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => textOf(row[at] ?? '').length)),
  );
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0);
  const lastWidth = Math.max(8, (width ?? Infinity) - before);
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, at) => (at === cells.length - 1 ? cut(cell, lastWidth) : padded(cell, widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [headings.map((text): Cell => ({ text, style: 'dim' })), ...rows].map(line).join('\n');
}

/** Names and values, one below the other; what has no value stays out. */
export function fields(pairs: readonly (readonly [name: string, value: Cell | null | undefined])[]): string {
  const shown = pairs.filter((pair): pair is readonly [string, Cell] => pair[1] != null && textOf(pair[1]) !== '');
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${styleText('dim', name.padEnd(width))}  ${styled(value)}`).join('\n');
}

/** Of the terminal that the output goes to, if it goes to one. */
export function terminalWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function styled(cell: Cell): string {
  return typeof cell === 'string' ? cell : styleText(cell.style, cell.text);
}

function padded(cell: Cell, width: number): string {
  const gap = ' '.repeat(Math.max(0, width - textOf(cell).length));
  return styled(cell) + gap;
}

function cut(cell: Cell, width: number): string {
  const text = textOf(cell);
  if (text.length <= width) return styled(cell);
  const short = `${text.slice(0, width - 1)}…`;
  return styled(typeof cell === 'string' ? short : { ...cell, text: short });
}
