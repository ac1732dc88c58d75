import { mask, Redaction, redactionRules } from '@raydeck/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redactedStream } from './redacted-stream.ts';

async function* piecesOf(text: string, sizes: readonly number[]) {
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function allOf(pieces: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

function redactionOf(): Redaction {
  const redaction = new Redaction(redactionRules());
  redaction.learn('kwargs', '{"password":"hünter2 hünter2"}');
  return redaction;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

it('Bytes are shown as the whole is, wherever they were cut', async () => {
  const log = 'ä begins\nit is hünter2 hünter2, token=äöü €\nand on';
  const result = '{"seen": "hünter2 hünter2", "n": 1.50, "token": ["€"]}';
  await fc.assert(
    fc.asyncProperty(sizes, async (cut) => {
      const redaction = redactionOf();
      const output = await allOf(redactedStream(piecesOf(log, cut), redaction.textStream()));
      expect(output.join('')).toBe(`ä begins\nit is ${mask}, token=${mask} €\nand on`);
      const json = await allOf(redactedStream(piecesOf(result, cut), redaction.jsonStream('result')));
      expect(json.join('')).toBe(`{"seen": "${mask}", "n": 1.50, "token": "${mask}"}`);
    }),
    { numRuns: 50 },
  );
});

it('A value that was cut off where the middle was left out is in neither part', async () => {
  const redaction = redactionOf();
  const log = 'begins hünter2 hün\n[raydeck: 40960 bytes left out]\nter2 hünter2 ends';
  await fc.assert(
    fc.asyncProperty(sizes, async (cut) => {
      const output = await allOf(redactedStream(piecesOf(log, cut), redaction.textStream()));
      expect(output.join('')).toBe(`begins ${mask}\n[raydeck: 40960 bytes left out]\n${mask} ends`);
      expect(redaction.text(log)).toBe(output.join(''));
    }),
    { numRuns: 50 },
  );
});

it('A line that never ends is given out in parts, none of which has a value', async () => {
  const redaction = redactionOf();
  const line = `${'x '.repeat(40_000)}hünter2 hünter2 token=${'y'.repeat(80_000)}é hünter2 hünter2 ${'z '.repeat(40_000)}`;
  const parts = await allOf(redactedStream(piecesOf(line, [1_000]), redaction.textStream()));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join('')).not.toMatch(/hünter2|yyy|é/);
  expect(parts.join('').replaceAll(mask, '').replaceAll(/[xz ]/g, '')).toBe('token=');
});

it('A result that is no JSON ends in an error', async () => {
  const broken = redactedStream(piecesOf('{"a": [1', [3]), redactionOf().jsonStream('result'));
  await expect(allOf(broken)).rejects.toThrow('The text is not JSON.');
});
