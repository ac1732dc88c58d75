import type { CatalogueEntry } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { callOf, draftOf } from './call-of.ts';
import { jsonOf, parameterField } from './parameter-field.ts';

type Parameter = CatalogueEntry['parameters'][number];

function parameter(name: string, type: string, change: Partial<Parameter> = {}): Parameter {
  return { name, kind: 'positional_or_keyword', required: true, schema: { type }, ...change };
}

describe('a call from a form', () => {
  it('gives by name what may be given by name, and leaves out what is empty', () => {
    const parameters = [
      parameter('order', 'integer'),
      parameter('note', 'string', { required: false, default: '' }),
      parameter('gift', 'boolean', { required: false, kind: 'keyword_only' }),
    ];
    expect(callOf(parameters, { order: '4711', note: '', gift: 'true' })).toEqual({
      args: '[]',
      kwargs: '{"order": 4711, "gift": true}',
    });
  });

  it('keeps digits as they were typed', () => {
    const call = callOf([parameter('n', 'integer'), parameter('x', 'number')], {
      n: '12345678901234567890',
      x: '1.50',
    });
    expect(call).toEqual({ args: '[]', kwargs: '{"n": 12345678901234567890, "x": 1.50}' });
  });

  it('gives by position what Python takes by position only, and all before *args', () => {
    const rest = parameter('rest', 'integer', { kind: 'var_positional', required: false });
    const only = parameter('a', 'integer', { kind: 'positional_only' });
    expect(callOf([only, parameter('b', 'string')], { a: '1', b: 'x' })).toEqual({ args: '[1]', kwargs: '{"b": "x"}' });
    const parameters = [only, parameter('b', 'string'), rest];
    expect(callOf(parameters, { a: '1', b: 'x', rest: '[7, 8]' })).toEqual({ args: '[1, "x", 7, 8]', kwargs: '{}' });
    expect(callOf(parameters, { a: '1', b: 'x', rest: '[]' })).toEqual({ args: '[1, "x"]', kwargs: '{}' });
    const optional = parameter('b', 'integer', { required: false });
    expect(callOf([only, optional, rest], { a: '1', rest: '[7]' })).toMatchObject({
      problems: { b: expect.stringContaining('by position') },
    });
  });

  it('adds what **kwargs takes', () => {
    const others = parameter('others', 'string', { kind: 'var_keyword', required: false });
    expect(callOf([parameter('a', 'integer'), others], { a: '1', others: '{"z": "y"}' })).toEqual({
      args: '[]',
      kwargs: '{"a": 1, "z": "y"}',
    });
    expect(callOf([others], { others: '[1]' })).toMatchObject({
      problems: { others: expect.stringContaining('object') },
    });
  });

  it('names each parameter that is missing or is not what is asked for', () => {
    const parameters = [parameter('a', 'integer'), parameter('b', 'number'), parameter('c', 'array')];
    expect(callOf(parameters, { a: '1.5', b: '', c: '[1' })).toEqual({
      problems: {
        a: 'A whole number, like 42.',
        b: 'This has no default: give a value.',
        c: expect.stringContaining('JSON'),
      },
    });
  });

  it('asks for a required text too, and gives null for one that may be null', () => {
    expect(callOf([parameter('s', 'string')], {})).toHaveProperty('problems.s');
    const maybe = parameter('s', 'string', { schema: { type: ['string', 'null'] } });
    expect(callOf([maybe], {})).toEqual({ args: '[]', kwargs: '{"s": null}' });
  });

  it('drafts what is there already, for who goes on in JSON', () => {
    const only = [parameter('a', 'integer', { kind: 'positional_only' }), parameter('b', 'integer')];
    expect(draftOf(only, { a: 'x', b: '2' })).toMatchObject({ args: '[]', kwargs: '{"b": 2}' });
  });
});

describe('a parameter is asked for', () => {
  it.each([
    [{ type: 'string' }, { kind: 'text' }],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, { kind: 'integer' }],
    [{ type: ['boolean', 'null'] }, { kind: 'boolean' }],
    [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { kind: 'json' }],
    [{ enum: ['a', 2, null] }, { kind: 'choice', choices: ['"a"', '2'] }],
    [{ type: 'array', items: {} }, { kind: 'json' }],
    [{}, { kind: 'json' }],
  ])('%j as %j', (schema, field) => {
    expect(parameterField(schema)).toEqual(field);
  });

  it('refuses numbers that JSON does not know', () => {
    for (const text of ['01', '1.', 'NaN', '0x1', ''])
      expect(jsonOf({ kind: 'number' }, text)).toHaveProperty('problem');
  });
});
