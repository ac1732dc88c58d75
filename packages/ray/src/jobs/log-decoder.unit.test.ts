import { expect, test } from 'vitest';
import { createLogDecoder } from './log-decoder.ts';

/** As Python's json writes it, with spaces and ASCII only. */
function answerOf(logs: string): string {
  const text = JSON.stringify(logs).replaceAll(
    /[\u0080-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `{"logs": ${text}}`;
}

function decode(answer: Buffer, pieceBytes: number): string {
  const pieces: Uint8Array[] = [];
  const decoder = createLogDecoder((piece) => pieces.push(Buffer.from(piece)));
  for (let at = 0; at < answer.length; at += pieceBytes) decoder.push(answer.subarray(at, at + pieceBytes));
  decoder.end();
  return Buffer.concat(pieces).toString();
}

const text = 'one\ntwo "quoted" \\n \\\\ tab\t ü € 😀 \u001b[31mred\u001b[0m "}\n';

test.each([1, 2, 3, 5, 7, 11, 1_000])('gives the text of an answer that comes in pieces of %i bytes', (pieceBytes) => {
  expect(decode(Buffer.from(answerOf(text)), pieceBytes)).toBe(text);
  expect(decode(Buffer.from(`{"logs": ${JSON.stringify(text)}}`), pieceBytes)).toBe(text);
});

test.each([1, 4, 1_000])('half of a pair becomes a replacement character, in pieces of %i bytes', (pieceBytes) => {
  expect(decode(Buffer.from('{"logs": "a\\ud83d b\\ude00 c\\ud83d\\n"}'), pieceBytes)).toBe(
    'a\uFFFD b\uFFFD c\uFFFD\n',
  );
});

test.each([
  ['breaks off', '{"logs": "abc'],
  ['breaks off in an escape', '{"logs": "abc\\u00'],
  ['is something else', '{"message": "abc"}'],
  ['goes on', '{"logs": "abc"} more'],
  ['has no such escape', '{"logs": "\\uzzzzzzzzzzz"}'],
])('an answer that %s is refused', (_, answer) => {
  expect(() => decode(Buffer.from(answer), 1_000)).toThrow('not as expected');
});
