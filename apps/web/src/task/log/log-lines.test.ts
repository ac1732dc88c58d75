import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from '../../ui/visible-text.ts';
import { findMatches, linesShown, logLines, piecesOf } from './log-lines.ts';

const textOf = (output: string): string[] => logLines(output).lines.map(({ text }) => text);

describe('logLines', () => {
  it('carries a colour over line breaks', () => {
    const { lines } = logLines('a\u001b[31mb\nc\u001b[0md\n');
    expect(lines.map(({ segments }) => segments.map(({ text, color }) => [text, color]))).toEqual([
      [
        ['a', null],
        ['b', 'red'],
      ],
      [
        ['c', 'red'],
        ['d', null],
      ],
    ]);
  });

  it('keeps empty lines, and says how many it left out', () => {
    expect(textOf('a\n\nb')).toEqual(['a', '', 'b']);
    expect(textOf('')).toEqual([]);
    const { lines, hidden } = logLines('x\n'.repeat(linesShown + 5));
    expect([lines.length, hidden]).toEqual([linesShown, 5]);
  });
});

describe('findMatches', () => {
  it('finds each place once, whatever the case, and none for an empty search', () => {
    const { lines } = logLines('Error: no\nfine\nan ERROR, an error');
    expect(findMatches(lines, 'error')).toEqual([
      { line: 0, start: 0, end: 5 },
      { line: 2, start: 3, end: 8 },
      { line: 2, start: 13, end: 18 },
    ]);
    expect(findMatches(lines, '')).toEqual([]);
    expect(findMatches(logLines('İx').lines, 'x')).toEqual([{ line: 0, start: 1, end: 2 }]);
  });

  it('finds over the border of two colours', () => {
    const [line] = logLines('er\u001b[31mror\u001b[0m!').lines;
    if (!line) throw new Error('There is one.');
    expect(findMatches([line], 'error')).toEqual([{ line: 0, start: 0, end: 5 }]);
    expect(piecesOf(line, [{ start: 0, end: 5 }]).map(({ text, color, match }) => [text, color, match])).toEqual([
      ['er', null, 0],
      ['ror', 'red', 0],
      ['!', null, null],
    ]);
  });
});

it('marks exactly what was searched, and loses no letter', () => {
  const output = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\u001b[31m', '\u001b[0m', '\u202e') });
  fc.assert(
    fc.property(output, fc.constantFrom('a', 'ab', 'aa', 'zz'), (text, searched) => {
      const { lines } = logLines(text);
      const matches = findMatches(lines, searched);
      for (const [index, line] of lines.entries()) {
        const own = matches.filter((match) => match.line === index);
        const pieces = piecesOf(line, own);
        expect(pieces.map((piece) => piece.text).join('')).toBe(line.text);
        for (const [place] of own.entries()) {
          const marked = pieces.filter(({ match }) => match === place).map((piece) => piece.text);
          expect(marked.join('')).toBe(searched);
        }
      }
      const whole = lines.map((line) => line.text).join('\n');
      expect(whole).toBe(visibleText(text.replaceAll(/\u001b\[(?:31|0)m/g, '').replace(/\n$/, '')));
    }),
  );
});
