import { describe, expect, it } from 'vitest';
import { bindArguments } from './bind-arguments.ts';
import type { Parameter, parameterKinds } from './catalogue-entry.ts';

const parameter = (name: string, kind: (typeof parameterKinds)[number], required = true): Parameter => ({
  name,
  kind,
  required,
  schema: {},
});
/** def f(a, /, b, c=0, *rest, d, e=0, **others) */
const all = [
  parameter('a', 'positional_only'),
  parameter('b', 'positional_or_keyword'),
  parameter('c', 'positional_or_keyword', false),
  parameter('rest', 'var_positional', false),
  parameter('d', 'keyword_only'),
  parameter('e', 'keyword_only', false),
  parameter('others', 'var_keyword', false),
];
/** def f(a, /, b, c=0, *, d) */
const closed = all.filter(({ name }) => ['a', 'b', 'c', 'd'].includes(name));

const bind = (parameters: Parameter[], args: unknown[], kwargs: object = {}) =>
  bindArguments(parameters, args, new Map(Object.entries(kwargs)));

describe('a call is bound as Python binds it', () => {
  it('by position, by name, and into what takes the rest', () => {
    const binding = bind(all, [1, 2, 3, 4, 5], { d: 6, z: 7, a: 8 });
    const bound = 'bound' in binding ? binding.bound : [];
    expect(bound.map(({ path, parameter: { name }, value }) => [path, name, value])).toEqual([
      ['args[0]', 'a', 1],
      ['args[1]', 'b', 2],
      ['args[2]', 'c', 3],
      ['args[3]', 'rest', 4],
      ['args[4]', 'rest', 5],
      ['kwargs.d', 'd', 6],
      ['kwargs.z', 'others', 7],
      ['kwargs.a', 'others', 8],
    ]);
    expect(bind(closed, [1], { b: 2, d: 3 })).toHaveProperty('bound.length', 3);
    expect(bind([], [])).toEqual({ bound: [] });
  });

  it.each([
    ['too many', [1, 2, 3, 4], { d: 1 }, 'args[3]', 'one too many: at most 3'],
    ['no name', [1, 2], { d: 1, z: 1 }, 'kwargs.z', 'is not a parameter'],
    ['a name like one of every object', [1, 2], { d: 1, toString: 1 }, 'kwargs.toString', 'is not a parameter'],
    ['by name what goes by position', [], { a: 1, b: 2, d: 3 }, 'kwargs.a', 'by position only'],
    ['twice', [1, 2], { b: 2, d: 3 }, 'kwargs.b', 'given twice: args[1]'],
    ['missing by position', [], { b: 2, d: 3 }, 'args[0]', 'is required'],
    ['missing', [1], { d: 3 }, 'kwargs.b', 'is required'],
    ['missing by name only', [1, 2], {}, 'kwargs.d', 'is required'],
  ])('and refused as Python refuses it: %s', (_what, args, kwargs, path, problem) => {
    expect(bind(closed, args, kwargs)).toEqual({ path, problem: expect.stringContaining(problem) });
  });
});
