import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLogTail, rawLimitBytes } from './decode-log-tail.ts';

const LIMIT = 40;

/** Python's json.dumps: everything beyond ASCII is escaped. */
function answerOf(logs: string): Buffer {
  const ascii = JSON.stringify(logs).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(`{"logs": ${ascii}}`);
}

describe('decodeLogTail', () => {
  it('gives a whole log that is short enough', () => {
    expect(decodeLogTail(answerOf('one\ntwo "\\n" ü\n'), LIMIT)).toBe('one\ntwo "\\n" ü\n');
  });

  it('cuts at a line start', () => {
    expect(decodeLogTail(answerOf(`${'x'.repeat(100)}\nlast line\n`), LIMIT)).toBe('last line\n');
  });

  it('keeps the end of a line that is longer than the limit', () => {
    expect(decodeLogTail(answerOf('x'.repeat(100)), LIMIT)).toBe('x'.repeat(LIMIT));
  });

  it.each(['<html></html>', '{"logs": 1}', '{"other": "x"}', ''])('refuses %j', (text) => {
    expect(() => decodeLogTail(Buffer.from(text), LIMIT)).toThrow(/as expected|not JSON/);
  });

  it('gives an end of the log, within the limit, wherever the JSON was cut', () => {
    const pieces = fc.constantFrom('a', '\\', '\n', '"', '\u0000', 'ü', '😀', 'n', 'u00', '\\n', '\r');
    const logs = fc.array(pieces, { maxLength: 400 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(logs, fc.nat(40), (text, extra) => {
        const raw = answerOf(text);
        const tail = decodeLogTail(raw.subarray(-(rawLimitBytes(LIMIT) + extra)), LIMIT);
        // A cut may halve a surrogate pair; nothing else may differ.
        expect(text.endsWith(tail.replace(/^\uFFFD+/, ''))).toBe(true);
        expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(LIMIT + 2);
      }),
      { numRuns: 2_000 },
    );
  });
});
