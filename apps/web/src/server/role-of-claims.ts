import { type Role, roles } from '@raydeck/core';

/** Which role a value of the claim gives; `*` stands for everybody who may sign in at the provider. */
export interface RoleRule {
  value: string;
  role: Role;
}

/** `raydeck-admins=ADMIN,ops=OPERATOR,*=VIEWER`. Throws with what is wrong. */
export function parseRoleRules(text: string): RoleRule[] {
  return text
    .split(',')
    .map((rule) => rule.trim())
    .filter(Boolean)
    .map((rule) => {
      const at = rule.lastIndexOf('=');
      const [value, name] = [rule.slice(0, at).trim(), rule.slice(at + 1).trim()];
      const role = roles.find((known) => known === name);
      if (at > 0 && value !== '' && role) return { value, role };
      throw new Error(`${rule}: must be value=ROLE, with one of ${roles.join(', ')}`);
    });
}

/**
 * The highest role that the claims give; null when they give none. The claim is looked for by its whole name, then as a path:
 * `realm_access.roles`. It may be one text or a list.
 */
export function roleOfClaims(claims: unknown, claim: string, rules: readonly RoleRule[]): Role | null {
  const values = textsOf(memberOf(claims, claim) ?? claim.split('.').reduce(memberOf, claims));
  const given = rules.filter(({ value }) => value === '*' || values.includes(value)).map(({ role }) => role);
  return roles.findLast((role) => given.includes(role)) ?? null;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}
