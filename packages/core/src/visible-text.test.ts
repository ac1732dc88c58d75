import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText, visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it('shows what would hide or turn the text', () => {
    expect(visibleText('a\u202eb\u0000\tc\n')).toBe('a‹U+202E›b‹U+0000›\tc\n');
  });
});

describe('plainText', () => {
  it('drops escape sequences and keeps the words', () => {
    expect(plainText('\u001b[31mred\u001b[0m \u001b]8;;http://evil\u0007link\u001b]8;;\u0007\u001b[2J!')).toBe(
      'red link!',
    );
  });

  it('ends lines as we do, also those of progress bars', () => {
    expect(plainText('10 %\r20 %\r\ndone\n')).toBe('10 %\n20 %\ndone\n');
  });

  it('lets no control character through', () => {
    const unit = fc
      .integer({ min: 0, max: 0xffff })
      .map((code) => String.fromCharCode(code % 2 === 0 ? code : code % 0xa0));
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(plainText(text)).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});
