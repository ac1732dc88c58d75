import type { CatalogueEntry } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { refusalAt } from './refusal-at.ts';

type Parameter = CatalogueEntry['parameters'][number];

function parameter(name: string, kind: Parameter['kind']): Parameter {
  return { name, kind, required: false, schema: {} };
}

const positional = parameter('size', 'positional_or_keyword');
const open = {
  parameters: [
    positional,
    parameter('rest', 'var_positional'),
    parameter('größe', 'keyword_only'),
    parameter('others', 'var_keyword'),
  ],
};

/** As the door says it. */
function door(path: string) {
  return { path: `tasks[0].${path}`, message: `tasks[0].${path}: must be integer` };
}

describe('a refusal stands at the field that it is about', () => {
  it.each([
    ['queue', 'queue', 'Must be integer.'],
    ['args[0]', 'parameters.size', 'Must be integer.'],
    ['args[0].x', 'parameters.size', 'x must be integer.'],
    ['args[3]', 'parameters.rest', '[2] must be integer.'],
    ['kwargs.size[1]', 'parameters.size', '[1] must be integer.'],
    ['kwargs.größe', 'parameters.größe', 'Must be integer.'],
    ['kwargs.a b.c', 'parameters.others', 'a b.c must be integer.'],
  ])('%s at %s: %s', (path, field, problem) => {
    expect(refusalAt(door(path), open)).toEqual({ field, problem });
  });

  it('and names the parameter where all of them share a field', () => {
    expect(refusalAt(door('kwargs.amount'), null)).toEqual({ field: 'kwargs', problem: 'amount must be integer.' });
    expect(refusalAt(door('args[1][2]'), null)).toEqual({ field: 'args', problem: '[1][2] must be integer.' });
  });

  it('also when it is of the form itself', () => {
    const message = 'Too long.';
    expect(refusalAt({ path: 'tags.0', message }, open)).toEqual({ field: 'tags', problem: message });
    expect(refusalAt({ path: 'kwargs', message }, null)).toEqual({ field: 'kwargs', problem: message });
  });

  it('and at none where no field is for it', () => {
    const closed = { parameters: [positional] };
    for (const path of ['args[1]', 'kwargs.unknown', 'kwargs', 'resources.numCpus']) {
      expect(refusalAt(door(path), closed)).toBeNull();
    }
    expect(refusalAt({ message: 'Signed out.' }, open)).toBeNull();
  });
});
