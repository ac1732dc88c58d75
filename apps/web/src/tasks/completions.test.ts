import { describe, expect, it } from 'vitest';
import { completionsAt, knownValues } from './completions.ts';

const valuesOf = (name: string) =>
  name === 'queue' ? ['default', 'mail', 'big mail'] : (knownValues[name as keyof typeof knownValues] ?? []);
const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return completionsAt(marked.replace('|', ''), caret, valuesOf);
};
const inserts = (marked: string) => at(marked).items.map(({ insert }) => insert);

describe('completionsAt', () => {
  it('offers qualifiers that begin as the word does and are not used yet', () => {
    expect(inserts('|')).toContain('state:');
    expect(inserts('state:failed |')).not.toContain('state:');
    expect(inserts('state:failed qu|')).toEqual(['queue:']);
    expect(at('state:failed qu|')).toMatchObject({ start: 13, end: 15 });
  });

  it('offers values of a qualifier, those that begin as written first, in quotes where they need them', () => {
    expect(inserts('queue:|')).toEqual(['queue:default ', 'queue:mail ', 'queue:"big mail" ']);
    expect(inserts('queue:mai|')).toEqual(['queue:mail ', 'queue:"big mail" ']);
    expect(inserts('state:fa| queue:mail')).toEqual(['state:failed ']);
    expect(inserts('after:|')).toContain('after:1h ');
  });

  it('offers nothing within quoted words, for what it does not know, and for what is written out', () => {
    expect(inserts('"stat|')).toEqual([]);
    expect(inserts('foo:b|')).toEqual([]);
    expect(inserts('queue:default|')).toEqual([]);
  });
});
