import type { CatalogueEntry } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { callOf } from './call-of.ts';
import { fieldsOf } from './fields-of.ts';

type Parameter = CatalogueEntry['parameters'][number];

const parameters: Parameter[] = [
  { name: 'a', kind: 'positional_only', required: true, schema: { type: 'integer' } },
  { name: 'b', kind: 'positional_or_keyword', required: false, default: 'x', schema: { type: 'string' } },
  { name: 'rest', kind: 'var_positional', required: false, schema: { type: 'integer' } },
  { name: 'c', kind: 'keyword_only', required: false, default: null, schema: { enum: ['EUR', 'USD', null] } },
  { name: 'others', kind: 'var_keyword', required: false, schema: {} },
];
const closed = parameters.filter(({ kind }) => !kind.startsWith('var_'));

describe('fields from JSON', () => {
  it('are the ones that make this JSON, digit for digit', () => {
    const call = { args: '[12345678901234567890, "y", 1.0]', kwargs: '{"c": "USD", "z": {"n": 1e22}}' };
    const fields = fieldsOf(parameters, call);
    expect(fields).toEqual({
      texts: {
        a: '12345678901234567890',
        b: 'y',
        rest: '[\n  1.0\n]',
        c: '"USD"',
        others: expect.stringContaining('1e22'),
      },
    });
    const { args, kwargs } = callOf(parameters, 'texts' in fields ? fields.texts : {}) as typeof call;
    expect([args, kwargs].map((text) => text.replace(/\s/g, ''))).toEqual(
      [call.args, call.kwargs].map((text) => text.replace(/\s/g, '')),
    );
  });

  it('leave a field empty where null is its default', () => {
    expect(fieldsOf(parameters, { args: '[]', kwargs: '{"c": null}' })).toEqual({ texts: { c: '' } });
  });

  it.each([
    ['what is no JSON', '[1', '{}', 'args', /./],
    ['another kind of value', '["1"]', '{}', 'args', /show \[0\]/],
    ['an empty text, for an empty field means the default', '[]', '{"b": ""}', 'kwargs', /show b/],
    ['null where it is not the default', '[]', '{"b": null}', 'kwargs', /show b/],
    ['what is not among the choices', '[]', '{"c": "GBP"}', 'kwargs', /show c/],
    ['too many values', '[1, "x", 3]', '{}', 'args', /At most 2/],
    ['a name that is none', '[]', '{"d": 1}', 'kwargs', /^d is not a parameter/],
    ['by name what goes by position', '[]', '{"a": 1}', 'kwargs', /^a is not a parameter/],
    ['a value given twice', '[1, "x"]', '{"b": "y"}', 'kwargs', /by position already/],
    ['a name given twice', '[]', '{"c": "EUR", "c": "USD"}', 'kwargs', /twice/],
  ])('are refused for %s', (_, args, kwargs, at, problem) => {
    expect(fieldsOf(closed, { args, kwargs })).toEqual({ at, problem: expect.stringMatching(problem) });
  });
});
