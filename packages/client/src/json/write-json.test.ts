import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canParseBigints, parseWithBigints } from './parse-json.ts';
import { rawJson, writeJson } from './write-json.ts';

describe('writeJson', () => {
  it('writes as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(writeJson(value)).toBe(JSON.stringify(value));
      }),
    );
    const value = {
      date: new Date(0),
      gone: undefined,
      list: [undefined, () => 1],
      ['__proto__']: 1,
      text: 'é\ud800"',
    };
    expect(writeJson(value)).toBe(JSON.stringify(value));
    expect(writeJson(undefined)).toBe('null');
  });

  it('writes what parseWithBigints reads, whatever the size of its integers', () => {
    expect(canParseBigints()).toBe(true);
    const big = fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n });
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            big,
            big.map((value) => -value),
            fc.maxSafeInteger(),
            fc.string(),
          ),
        ),
        (value) => {
          expect(parseWithBigints(writeJson(value))).toEqual(value);
        },
      ),
    );
  });

  it.each([
    [{ a: [1, { b: NaN }] }, 'a[1].b: NaN is no JSON number'],
    [[-Infinity], '[0]: -Infinity is no JSON number'],
    [NaN, 'NaN is no JSON number'],
  ])('refuses what JSON cannot say, with its place', (value, message) => {
    expect(() => writeJson(value)).toThrow(new TypeError(message));
  });

  it('refuses a value that contains itself', () => {
    const own: unknown[] = [];
    own.push({ own });
    expect(() => writeJson(own)).toThrow(/contains itself/);
  });

  it('takes no JSON text that is none', () => {
    expect(() => rawJson('[1,]')).toThrow(SyntaxError);
    expect(writeJson([rawJson(' {"a": 1.0} ')])).toBe('[ {"a": 1.0} ]');
  });
});
