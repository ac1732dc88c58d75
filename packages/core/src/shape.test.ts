import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf, shapeOfText } from './shape.ts';

/** Values that cannot occur in a shape by chance: lengths and counts are smaller, keys and type names carry no mark. */
const secrets = fc.oneof(
  fc.string().map((text) => `§${text}`),
  fc.integer({ min: 10_000_000 }),
  fc.double({ min: 1e8, max: 1e300, noNaN: true }),
);
const keys = fc.stringMatching(/^[a-z]{0,8}$/);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 8, withCrossShrink: true },
    secrets,
    fc.constantFrom(null, true, false),
    fc.array(tie('tree'), { maxLength: 8 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 60 }),
  ),
}));

/** What would give away a string, number or boolean anywhere in the value. */
function scalarsOf(value: unknown): string[] {
  if (value === null) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(scalarsOf);
  return [typeof value === 'string' ? '§' : JSON.stringify(value)];
}

describe('shapeOf', () => {
  it('holds no scalar value of its input', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const shape = shapeOf(value);
        for (const scalar of scalarsOf(value)) expect(shape).not.toContain(scalar);
      }),
    );
  });

  it('says as much of the text of a value as of the value', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(shapeOfText(JSON.stringify(value))).toBe(shapeOf(JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  it.each<[unknown, string]>([
    [null, 'null'],
    ['secret', 'string(6)'],
    [42, 'number'],
    [true, 'boolean'],
    [[], '[]'],
    [{}, '{}'],
    [['a', 1, null], '[string(1), number, null]'],
    [[1, 2, 3, 4, 5, 6, 7], '[number, number, number, number, number, … 2 more]'],
    [{ card: '4711', items: [{ n: 1 }] }, '{"card": string(4), "items": [{"n": number}]}'],
    [{ 'a "b"': 1 }, '{"a \\"b\\"": number}'],
  ])('shows the structure of %j', (value, shape) => {
    expect(shapeOf(value)).toBe(shape);
  });

  it('goes no deeper than asked', () => {
    expect(shapeOf({ a: { b: { c: 1 } } }, 2)).toBe('{"a": {"b": {…}}}');
    expect(shapeOf([[[1]]], 1)).toBe('[[…]]');
  });

  it('shows 50 keys at most', () => {
    const many = Object.fromEntries(Array.from({ length: 53 }, (_, at) => [`k${at}`, at]));
    expect(shapeOf(many)).toMatch(/"k49": number, … 3 more}$/);
  });

  it('shows nothing of text that is no JSON', () => {
    expect(shapeOfText('secret 4711')).toBe('text');
    expect(shapeOfText('')).toBe('text');
  });
});
