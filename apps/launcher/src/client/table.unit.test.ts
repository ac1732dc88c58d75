import { describe, expect, it } from 'vitest';
import { fields, table } from './table.ts';

const rows = [
  ['1', { text: 'FAILED', style: 'red' as const }, 'a long error that goes on'],
  ['22', 'OK', ''],
];

describe('table', () => {
  it('puts columns below each other, whatever their colours, and leaves no space at the end of a line', () => {
    expect(table(['ID', 'STATE', 'ERROR'], rows)).toBe(
      ['ID  STATE   ERROR', '1   FAILED  a long error that goes on', '22  OK'].join('\n'),
    );
  });

  it('cuts the last column to the terminal', () => {
    expect(table(['ID', 'STATE', 'ERROR'], rows, 24).split('\n')[1]).toBe('1   FAILED  a long erro…');
  });
});

describe('fields', () => {
  it('leaves out what has no value', () => {
    expect(
      fields([
        ['ID', '1'],
        ['QUEUE', null],
        ['TAGS', ''],
        ['STATE', 'OK'],
      ]),
    ).toBe('ID     1\nSTATE  OK');
  });
});
