import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine, prettyJson, memberText } from './json-text.ts';

describe('jsonLine', () => {
  it('means the same and hides nothing, whatever the strings', () => {
    const stringUnit = fc.constantFrom(
      'a',
      '"',
      '\\',
      '\u0000',
      '\u001b',
      '\u007f',
      '\u009b',
      '\u200b',
      '\u202e',
      '\ufeff',
      '😀',
    );
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit }), (value) => {
        const text = jsonLine(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
      }),
    );
  });
});

describe('prettyJson', () => {
  it('keeps numbers as they are written', () => {
    expect(prettyJson('{"b":[12345678901234567890,1.10,1e22,-0.0],"a":"\u202e"}')).toBe(
      '{\n  "b": [\n    12345678901234567890,\n    1.10,\n    1e22,\n    -0.0\n  ],\n  "a": "\\u202e"\n}',
    );
  });

  it('shows one member, and null for none', () => {
    expect(memberText('{"args":[1.0]}', 'args')).toBe('[1.0]');
    expect(memberText('{"args":[1.0]}', 'result')).toBeNull();
  });
});
