import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logPrinter } from './log-printer.ts';

function printed(...pieces: string[]): string {
  let text = '';
  const out = { write: (piece: string) => (text += piece) };
  const printer = logPrinter(out, out);
  for (const piece of pieces) printer.print(piece);
  printer.end();
  return text;
}

describe('logPrinter', () => {
  it('prints the same, wherever the output is cut, and none of its escape sequences', () => {
    const output =
      '\u001b[1;31mred\u001b[0m\r\n10 %\r20 %\r\n\u001b]8;;http://evil\u0007link\u001b]8;;\u001b\\ \u001b[2Jé';
    const expected = 'red\n10 %\n20 %\nlink é\n';
    fc.assert(
      fc.property(fc.array(fc.nat(output.length)), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), output.length];
        expect(printed(...places.map((place, at) => output.slice(place, places[at + 1])))).toBe(expected);
      }),
    );
  });

  it('ends the last line, and adds nothing to output that ends with one', () => {
    expect([printed('a'), printed('a\n'), printed('')]).toEqual(['a\n', 'a\n', '']);
  });

  it('keeps its own words apart from the output', () => {
    let text = '';
    const out = { write: (piece: string) => (text += piece) };
    const printer = logPrinter(out, out);
    printer.print('half a line');
    printer.note('attempt 2');
    expect(text).toBe('half a line\n--- attempt 2\n');
  });
});
