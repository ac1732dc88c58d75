import { describe, expect, it } from 'vitest';
import { parseRoleRules, roleOfClaims } from './role-of-claims.ts';

const rules = parseRoleRules('raydeck-admins=ADMIN, ops=OPERATOR,a=b=VIEWER');

describe('roleOfClaims', () => {
  it.each([
    [{ groups: ['staff', 'ops', 'raydeck-admins'] }, 'ADMIN'],
    [{ groups: ['ops'] }, 'OPERATOR'],
    [{ groups: 'ops' }, 'OPERATOR'],
    [{ groups: ['a=b'] }, 'VIEWER'],
    [{ groups: ['Ops', 'ADMIN'] }, null],
    [{ groups: { ops: true } }, null],
    [{}, null],
    [null, null],
  ])('of %j is %s', (claims, role) => {
    expect(roleOfClaims(claims, 'groups', rules)).toBe(role);
  });

  it('finds a claim by its whole name, and by a path', () => {
    expect(roleOfClaims({ 'https://x.example/roles': ['ops'] }, 'https://x.example/roles', rules)).toBe('OPERATOR');
    expect(roleOfClaims({ realm_access: { roles: ['ops'] } }, 'realm_access.roles', rules)).toBe('OPERATOR');
    expect(roleOfClaims({}, '__proto__.x', rules)).toBeNull();
  });

  it('gives everybody what * says', () => {
    expect(roleOfClaims({}, 'groups', parseRoleRules('*=VIEWER'))).toBe('VIEWER');
    expect(roleOfClaims({ groups: ['ops'] }, 'groups', parseRoleRules('*=VIEWER,ops=OPERATOR'))).toBe('OPERATOR');
  });

  it.each(['ops', 'ops=operator', '=ADMIN'])('refuses the rule %s', (text) => {
    expect(() => parseRoleRules(text)).toThrow('must be value=ROLE');
  });
});
