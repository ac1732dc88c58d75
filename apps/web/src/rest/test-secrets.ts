import { defaultRedactedKeys } from '@raydeck/core';
import fc from 'fast-check';

// For tests only: secrets that a task may hold, in every spelling.

const names = defaultRedactedKeys.map((name) => name.replaceAll(/[*=]/g, ''));

/** Begins with what no output has by chance; some need escapes everywhere. */
const secret = fc
  .tuple(fc.stringMatching(/^[a-z0-9]{10}$/), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.boolean())
  .map(([core, more, isPlain]) => `zq${core}${isPlain ? '' : `${more.replaceAll('\0', '').toWellFormed()}!`}`);
const number = fc.integer({ min: 700_000_000, max: 799_999_999 }).map(String);
const card = fc
  .tuple(fc.constantFrom('4', '51', '2221', '6011'), fc.stringMatching(/^[0-9]{15}$/), fc.constantFrom('', ' ', '-'))
  .map(([issuer, digits, separator]) => {
    const body = `${issuer}${digits}`.slice(0, 15);
    const all = body + String(checkDigitOf(body));
    return separator === '' ? all : (all.match(/.{4}/g) ?? []).join(separator);
  });

const around = fc.oneof(
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: fc.stringMatching(/^[ -~]{0,20}$/) },
  { weight: 1, arbitrary: fc.constant('line\n  File "x.py", line 3\n') },
);

/** What is planted together: secrets, how the values are named and spelt, and what stands around them. */
export const oneCase = fc.record({
  secret,
  number,
  card,
  positional: secret,
  byResult: secret,
  name: fc.constantFrom(...names),
  depth: fc.nat(4),
  spelling: fc.nat(5),
  isStored: fc.boolean(),
  before: around,
  after: around,
});
export type Case = typeof oneCase extends fc.Arbitrary<infer T> ? T : never;

function checkDigitOf(body: string): number {
  const sum = Array.from(body)
    .toReversed()
    .reduce((total, digit, at) => {
      const doubled = Number(digit) * 2;
      return total + (at % 2 === 0 ? (doubled > 9 ? doubled - 9 : doubled) : Number(digit));
    }, 0);
  return (10 - (sum % 10)) % 10;
}

/** The value below its name, at a depth. */
export function below({ name, depth }: Case, value: unknown): Record<string, unknown> {
  const holder: Record<string, unknown> = { [name]: depth % 2 === 0 ? value : { x: [value] } };
  if (depth < 2) return holder;
  return depth < 4 ? { a: [1, { b: holder }] } : { text: JSON.stringify(holder) };
}

/** As user code may write a value down. */
export const spellings: ((value: string) => string)[] = [
  (value) => value,
  (value) => JSON.stringify(value),
  (value) => encodeURIComponent(value),
  (value) => Buffer.from(value).toString('base64'),
  (value) => `x'${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll("'", "\\'")}'`,
  (value) => Buffer.from(`me:${value}`).toString('base64url'),
];

/** A text of user code's, with every secret in it. */
export function textWith(one: Case): string {
  const { secret: value, positional, byResult, number: digits, card: pan, before, after, spelling } = one;
  const spelt = [value, positional, byResult].map((each) => spellings[spelling]?.(each) ?? each);
  return `${before} ${spelt.join(' ')} ${digits} ${pan} ${after}`.replaceAll('\0', '');
}
