import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from '../ui/visible-text.ts';
import { ansiSegments } from './ansi.ts';
import { jsonTokens } from './json-tokens.ts';
import { prettyJson } from './pretty-json.ts';
import { parseTraceback, pathInPackage, placeOf } from './traceback.ts';

describe('prettyJson', () => {
  it('keeps every digit and the order of keys', () => {
    expect(prettyJson('{"b":12345678901234567890,"a":1.10,"c":[]}')).toBe(
      '{\n  "b": 12345678901234567890,\n  "a": 1.10,\n  "c": []\n}',
    );
  });

  it('writes any JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });
});

describe('jsonTokens', () => {
  it('loses nothing of any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(
          jsonTokens(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

/** Up to the general punctuation, where all that hides or turns text stands, as often as letters. */
const anyUnit = fc.integer({ min: 0, max: 0x20ff }).map((code) => String.fromCharCode(code));

describe('ansiSegments', () => {
  const plain = (output: string) =>
    ansiSegments(output)
      .map((segment) => segment.text)
      .join('');

  it('keeps colours and shows every other sequence for what it is', () => {
    expect(ansiSegments('a\u001b[1;31mb\u001b[0mc')).toEqual([
      { text: 'a', color: null, bold: false },
      { text: 'b', color: 'red', bold: true },
      { text: 'c', color: null, bold: false },
    ]);
    expect(plain('\u001b]8;;http://evil\u0007link\u001b[2J')).toBe('‹U+001B›]8;;http://evil‹U+0007›link‹U+001B›[2J');
    expect(plain('\u001b[>4m\u001b[?25l!')).toBe('‹U+001B›[>4m‹U+001B›[?25l!');
    expect(ansiSegments('\u001b[38;2;1;31;3mx\u001b[33my')).toEqual([
      { text: 'x', color: null, bold: false },
      { text: 'y', color: 'yellow', bold: false },
    ]);
    expect(ansiSegments('\u001b[38:2::1:31:3mx')).toEqual([{ text: 'x', color: null, bold: false }]);
  });

  it('loses nothing but colours', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\u001b', '[', ']', '1', ';', 'K', '\u0007', '\u009b', '\n') }),
        (output) => {
          expect(plain(output)).toBe(visibleText(output));
        },
      ),
    );
  });

  it('shows the last state of a line that was written over', () => {
    expect(plain('10 %\r20 %\r30 %\r\ndone\r\n')).toBe('30 %\ndone\n');
  });

  it('lets no control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyUnit }), (output) => {
        expect(plain(output)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});

describe('visibleText', () => {
  it('shows what would hide or turn the text', () => {
    expect(visibleText('a\u202eb\u0000\tc\n')).toBe('a‹U+202E›b‹U+0000›\tc\n');
  });
});

describe('parseTraceback', () => {
  const traceback = [
    'Traceback (most recent call last):',
    '  File "/srv/shop/orders.py", line 48, in settle',
    '    charge(order)',
    '    ^^^^^^',
    '  File "/usr/lib/python3.12/site-packages/pay/client.py", line 8, in post',
    '    raise Declined()',
    'pay.Declined: no',
  ].join('\n');

  it('tells the user’s frames from the libraries’', () => {
    const parts = parseTraceback(traceback);
    expect(parts.map((part) => (part.kind === 'text' ? 'text' : part.isLibrary))).toEqual([
      'text',
      false,
      true,
      'text',
    ]);
    expect(parts[1]).toMatchObject({ frames: [{ line: 48, function: 'settle', code: ['charge(order)', '^^^^^^'] }] });
  });

  it('names the last frame of the user’s, and none where all are of libraries', () => {
    expect(placeOf(parseTraceback(traceback))).toMatchObject({ function: 'settle', line: 48 });
    expect(placeOf(parseTraceback('  File "/x/site-packages/pay/client.py", line 8, in post'))).toBeNull();
    expect(placeOf(parseTraceback('  File "/x/raydeck/parallel/map.py", line 8, in post'))).toBeNull();
    expect(placeOf([])).toBeNull();
  });

  it('takes code that Ray unpacked, and Raydeck’s demo, for the user’s', () => {
    for (const file of [
      '/tmp/ray/session_1/runtime_resources/py_modules_files/_ray_pkg_1/shop.py',
      '/x/raydeck/demo.py',
    ]) {
      expect(parseTraceback(`  File "${file}", line 1, in f`)[0]).toMatchObject({ isLibrary: false });
    }
  });

  it('leaves what is no traceback as text', () => {
    expect(parseTraceback('Killed\n\nby the kernel')).toEqual([{ kind: 'text', text: 'Killed\n\nby the kernel' }]);
  });
});

it.each([
  [
    '/tmp/rd-1/t/session_1/runtime_resources/py_modules_files/_ray_pkg_bd64ba061ae1cbae/raydeck/demo.py',
    'raydeck/demo.py',
  ],
  ['/tmp/ray/session_1/runtime_resources/working_dir_files/_ray_pkg_0123456789abcdef/shop/tasks.py', 'shop/tasks.py'],
  ['/tmp/raydeck-local/packages/0123456789abcdef01/tasks.py', 'tasks.py'],
  ['/srv/app/packages/shop/tasks.py', '/srv/app/packages/shop/tasks.py'],
])('%s is shown as its author knows it', (file, shown) => {
  expect(pathInPackage(file)).toBe(shown);
});
