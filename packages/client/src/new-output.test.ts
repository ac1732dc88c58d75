import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newOutput } from './new-output.ts';
import type { AttemptLog } from './resources/task.ts';

const sizeOf = (text: string) => new TextEncoder().encode(text).length;
const log = (text: string, sizeBytes = sizeOf(text)): AttemptLog => ({
  text,
  sizeBytes,
  truncated: sizeBytes > sizeOf(text),
  stored: false,
  final: false,
});

describe('newOutput', () => {
  it('joins to the whole output, whatever is cut off its beginning', () => {
    const limitBytes = 40;
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '\n', 'é', '€', '😀', '\ufeff'), maxLength: 6 }), {
          minLength: 1,
          maxLength: 20,
        }),
        (written) => {
          let whole = '';
          let shown = '';
          let seen: AttemptLog | null = null;
          for (const piece of written) {
            whole = (whole + piece).toWellFormed();
            const now = log(tail(whole, limitBytes), sizeOf(whole));
            const output = newOutput(seen, now);
            shown += output?.isGap ? '(gap)' : (output?.text ?? '');
            seen = now;
          }
          expect(shown).toBe(whole);
        },
      ),
    );
  });

  it('finds the place by the text where sizes count more than the text shows', () => {
    expect(newOutput(log('ab', 5), log('abc', 9))).toEqual({ text: 'c', isGap: false });
  });

  it('says when something is missing before the text', () => {
    expect(newOutput(log('abc'), log('xyz', 100))).toEqual({ text: 'xyz', isGap: true });
    expect(newOutput(null, log('xyz', 5))).toEqual({ text: 'xyz', isGap: true });
  });

  it('says nothing where nothing is new', () => {
    expect(newOutput(null, log(''))).toBeNull();
    expect(newOutput(log('abc'), log('abc'))).toBeNull();
  });
});

/** The last characters that fit. */
function tail(text: string, limitBytes: number): string {
  const bytes = new TextEncoder().encode(text);
  let start = Math.max(0, bytes.length - limitBytes);
  // Never within a character.
  while (start < bytes.length && ((bytes[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start += 1;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start));
}
