import type { TaskSummary } from '@raydeck/services';
import { expect, it } from 'vitest';
import { exportWriters } from './export-rows.ts';

const task = {
  id: 'a',
  state: 'FAILED',
  callable: 'shop.charge',
  queue: '@mail',
  priority: -5,
  createdAt: new Date('2026-11-28T12:00:00Z'),
  finishedAt: null,
  tags: ['one', 'two'],
  errorMessage: '=HYPERLINK("http://evil.example","x")',
  progress: { current: 1, total: 2, message: 'm' },
} as unknown as TaskSummary;

it('writes a line of CSV for each task, formulas as text, numbers as numbers', () => {
  const { head, rows } = exportWriters.csv;
  expect(head.split(',').slice(0, 3)).toEqual(['id', 'state', 'callable']);
  expect(rows([task])).toBe(
    `a,FAILED,shop.charge,'@mail,-5,2026-11-28T12:00:00.000Z,,,,,,one two,,,"'=HYPERLINK(""http://evil.example"",""x"")",,\n`,
  );
  for (const start of ['+', '-', '@', '\t', '\r', '=']) {
    expect(rows([{ ...task, queue: `${start}1` }])).toContain(`'${start}1`);
  }
});

it('writes an object of JSON for each task, without what no export names', () => {
  const line = exportWriters.jsonl.rows([task]);
  expect(line.endsWith('}\n')).toBe(true);
  expect(JSON.parse(line)).toMatchObject({ id: 'a', priority: -5, tags: ['one', 'two'] });
  expect(line).not.toContain('progress');
});

it('says at its end when there is more', () => {
  for (const { end } of Object.values(exportWriters)) {
    expect(end('complete')).toBe('');
    expect(end('too many rows')).toContain('too many rows');
  }
});
