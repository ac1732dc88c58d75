import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameter } from './catalogue-entry.ts';
import { callCheckOf } from './check-call.ts';
import { holdsBigInt, parseExactly } from './parse-exactly.ts';
import { schemaProblem } from './schema-check.ts';

const parameter = (name: string, schema: object, required = true): Parameter => ({
  name,
  kind: 'positional_or_keyword',
  required,
  schema: schema as Record<string, unknown>,
});
const order = {
  type: 'object',
  properties: { items: { type: 'array', items: { $ref: '#/$defs/Item' } } },
  required: ['items'],
  additionalProperties: false,
  $defs: { Item: { type: 'object', properties: { price: { type: 'number', minimum: 0 } }, required: ['price'] } },
};
const check = callCheckOf([
  parameter('id', { type: 'integer', maximum: 9_007_199_254_740_991 }),
  parameter('order', order, false),
  parameter('note', { anyOf: [{ type: 'string' }, { type: 'null' }] }, false),
]);

describe('a call is held against its parameters’ schemas', () => {
  it('and passes when it fits', () => {
    expect(check('[1]', '{}')).toBeNull();
    expect(check('[1]', '{"order": {"items": [{"price": 1.5}]}, "note": null}')).toBeNull();
    expect(check('[]', '{"id": 1.0}')).toBeNull();
  });

  it.each([
    ['["1"]', '{}', 'args[0]', 'must be integer'],
    ['[true]', '{}', 'args[0]', 'must be integer'],
    ['[]', '{"id": 1.5}', 'kwargs.id', 'must be integer'],
    ['[1]', '{"order": {"items": [{"price": 1}, {"price": -1}]}}', 'kwargs.order.items[1].price', 'must be >= 0'],
    ['[1]', '{"order": {"items": [{}]}}', 'kwargs.order.items[0]', "must have required property 'price'"],
    ['[1]', '{"order": {"items": [], "x/y": 1}}', 'kwargs.order', 'must NOT have additional properties: x/y'],
    ['[1]', '{"note": 5}', 'kwargs.note', 'must be string or null'],
    ['[]', '{}', 'kwargs.id', 'is required'],
  ])('and refused with the place and without the value: %s %s', (args, kwargs, path, problem) => {
    expect(check(args, kwargs)).toEqual({ path, problem });
  });

  it('never misjudges digits beyond 2^53: what no double holds is left to Python', () => {
    expect(check('[9007199254740993]', '{}')).toBeNull();
    expect(check('[-9223372036854775809]', '{}')).toBeNull();
    expect(check('[1]', '{"order": {"items": [{"price": 9007199254740993}]}}')).toBeNull();
    // What a double does hold, and what lies beside such a number, is judged.
    expect(check('[9007199254740991]', '{}')).toBeNull();
    expect(check('[9007199254740993]', '{"note": 5}')).toMatchObject({ path: 'kwargs.note' });
    expect(check('["9007199254740993"]', '{}')).toMatchObject({ path: 'args[0]' });
  });

  it('goes without a schema that cannot be used', () => {
    const broken = callCheckOf([parameter('x', { type: 'strnig' }), parameter('y', { type: 'integer' })]);
    expect(broken('[1, 2]', '{}')).toBeNull();
    expect(broken('[1, "2"]', '{}')).toMatchObject({ path: 'args[1]' });
  });

  it('leaves to the door what is no JSON array and object', () => {
    for (const [args, kwargs] of [
      ['[', '{}'],
      ['{}', '{}'],
      ['[]', '[]'],
      ['[]', 'null'],
      ['NaN', '{}'],
    ] as const) {
      expect(check(args, kwargs)).toBeNull();
    }
  });
});

describe('parseExactly', () => {
  it('reads whole numbers digit for digit, and all else as JSON does', () => {
    const long = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(long, fc.json(), (number, json) => {
        const [read, rest] = parseExactly(`[${number}, ${json}]`) as [unknown, unknown];
        expect(BigInt(read as number)).toBe(number);
        // Doubles of so many digits are the same double, and no BigInt.
        expect(holdsBigInt(rest) || JSON.stringify(rest) === JSON.stringify(JSON.parse(json))).toBe(true);
      }),
    );
    expect(parseExactly('[1e22, 1.00000000000000000001, 9007199254740993]')).toEqual([1e22, 1, 9007199254740993n]);
    expect(holdsBigInt({ a: [{ b: 1n }] })).toBe(true);
    expect(holdsBigInt({ a: [{ b: 1 }], c: null })).toBe(false);
  });
});

describe('a schema', () => {
  it('is one that can be compiled, also when another has the same $id', () => {
    expect(schemaProblem(order)).toBeNull();
    expect(schemaProblem({ $id: 'https://x.example/a', type: 'string' })).toBeNull();
    expect(schemaProblem({ $id: 'https://x.example/a', type: 'number' })).toBeNull();
    expect(schemaProblem({ type: 'object', properties: { next: { $ref: '#' } } })).toBeNull();
    expect(schemaProblem({ type: 'string', format: 'date-time', examples: [1], unknownWord: 1 })).toBeNull();
    for (const schema of [
      { type: 'strnig' },
      { $ref: '#/$defs/Absent' },
      { $ref: 'https://x.example/b' },
      { minimum: '1' },
      { pattern: '(' },
      { $async: true, type: 'integer' },
      { type: 'array', items: { $async: true, type: 'integer' } },
      { $schema: 'http://json-schema.org/draft-07/schema#', type: 'string' },
    ]) {
      expect(schemaProblem(schema)).toContain('is no JSON Schema');
    }
  });

  it('with patterns or unique items is not looked into, however long that would take', () => {
    const evil = '^(a+)+$';
    const text = `${'a'.repeat(40)}!`;
    const many = Array.from({ length: 200_000 }, (_, at) => at);
    const cases: [object, unknown][] = [
      [{ type: 'string', pattern: evil }, text],
      [{ not: { pattern: evil } }, text],
      [{ type: 'object', propertyNames: { pattern: evil } }, { [text]: 1 }],
      [{ patternProperties: { [evil]: {} }, additionalProperties: false }, { [text]: 1 }],
      [{ $ref: '#/$defs/a', $defs: { a: { type: 'string', pattern: evil } } }, text],
      [{ type: 'array', uniqueItems: true }, many],
    ];
    for (const [schema, value] of cases) {
      expect(callCheckOf([parameter('x', schema)])(JSON.stringify([value]), '{}')).toBeNull();
    }
    const named = { type: 'object', properties: { pattern: { type: 'string' }, uniqueItems: { type: 'boolean' } } };
    expect(callCheckOf([parameter('x', named)])('[{"pattern": 1}]', '{}')).toMatchObject({ path: 'args[0].pattern' });
    expect(callCheckOf([parameter('x', { type: 'array', uniqueItems: false })])('[1]', '{}')).not.toBeNull();
  });

  it('that refers to itself is followed as far as the value goes, and never without end', () => {
    const list = { type: 'object', properties: { next: { $ref: '#' }, price: { type: 'number' } } };
    const checkList = callCheckOf([parameter('list', list)]);
    expect(checkList('[{"next": {"next": {"price": "1"}}}]', '{}')).toMatchObject({ path: 'args[0].next.next.price' });
    const endless = { $anchor: 'a', $dynamicRef: '#a' };
    expect(callCheckOf([parameter('x', endless)])('[1]', '{}')).toBeNull();
  });
});
