import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawMembers } from './raw-members.ts';
import { rawJson, writeJson } from './write-json.ts';

const blank = fc.constantFrom('', ' ', '\n\t', '  ');
const fragment = fc.oneof(
  fc.constantFrom(
    '12345678901234567890',
    '1e22',
    '-0.0',
    '1E+2',
    '{"10": 1, "2": 2}',
    '[ ]',
    '"}\\"{"',
    '[{"a": [1]}]',
  ),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);

describe('rawMembers', () => {
  it('cuts each member out of the original text, to the character', () => {
    const members = fc.uniqueArray(fc.tuple(fc.string(), fragment, blank), { selector: ([name]) => name });
    fc.assert(
      fc.property(members, (given) => {
        const parts = given.map(
          ([name, text, space]) => `${space}${JSON.stringify(name)}${space}:${space}${text}${space}`,
        );
        expect([...rawMembers(`{${parts.join(',')}}`)]).toEqual(given.map(([name, text]) => [name, text]));
      }),
    );
  });

  it('refuses a name that is given twice', () => {
    expect(() => rawMembers(String.raw`{"args":[1],"\u0061rgs":[2]}`)).toThrow('args is given twice');
  });
});

describe('writeJson', () => {
  it('writes what JSON.stringify writes', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.object({ values: [fc.date({ noInvalidDate: true }), fc.constant(undefined), fc.string()] }),
    );
    fc.assert(
      fc.property(value, (given) => {
        expect(JSON.parse(writeJson(given))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it('puts raw JSON in its place, to the character', () => {
    fc.assert(
      fc.property(fragment, (text) => {
        expect(writeJson({ result: rawJson(text), list: [rawJson(text)] })).toBe(`{"result":${text},"list":[${text}]}`);
      }),
    );
  });
});
