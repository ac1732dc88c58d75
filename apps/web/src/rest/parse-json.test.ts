import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxDepth, parseJson } from './parse-json.ts';
import type { RequestError } from './request-error.ts';

function problemsOf(text: string) {
  try {
    return { value: parseJson(text) };
  } catch (error) {
    return (error as RequestError).errors;
  }
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseJson', () => {
  it('takes whatever JSON.stringify writes of well-formed values', () => {
    const value = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 5 });
    fc.assert(
      fc.property(value, (given) => {
        fc.pre(!JSON.stringify(given).includes('__proto__'));
        expect(parseJson(JSON.stringify(given))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it.each([
    ['{"kwargs":{"a":NaN}}', 'kwargs.a', 'is not JSON: NaN is no number'],
    ['{"args":[1,-Infinity]}', 'args[1]', 'is not JSON: -Infinity is no number'],
    ['{"args":[1,]}', 'args[1]', 'is not JSON at character 11'],
    ['{"args":[1', 'args[0]', 'is not JSON at character 10'],
    ['', '', 'is not JSON at character 0'],
    ['\ufeff{}', '', 'is not JSON at character 0'],
    [String.raw`{"tags":["ok","a\u0000b"]}`, 'tags[1]', 'holds a NUL character'],
    [String.raw`{"kwargs":{"a\u0000":1}}`, 'kwargs.a\u0000', 'holds a NUL character'],
    [String.raw`{"args":["\ud800"]}`, 'args[0]', 'holds a lone surrogate'],
    [String.raw`{"kwargs":{"\udc00":1}}`, 'kwargs.\ufffd', 'holds a lone surrogate'],
    ['{"kwargs":{"__proto__":{}}}', 'kwargs.__proto__', 'is not a name that is accepted'],
    ['{"args":[1e999]}', 'args[0]', 'is too large a number'],
  ])('refuses %j and names the place', (text, path, problem) => {
    expect(problemsOf(text)).toEqual([{ path, problem }]);
  });

  it(`takes ${maxDepth} levels and refuses one more`, () => {
    expect(problemsOf(nested(maxDepth))).toHaveProperty('value');
    expect(problemsOf(nested(maxDepth + 1))).toMatchObject([{ problem: `lies deeper than ${maxDepth} levels` }]);
  });

  it('refuses millions of brackets, closed or not, without running out of stack', () => {
    for (const text of [nested(1_000_000), '['.repeat(2_000_000), '{"a":'.repeat(500_000)]) {
      expect(problemsOf(text)).toHaveLength(1);
    }
  });

  it('leaves the prototype of objects alone', () => {
    problemsOf('{"__proto__":{"polluted":true}}');
    expect({}).not.toHaveProperty('polluted');
  });
});
