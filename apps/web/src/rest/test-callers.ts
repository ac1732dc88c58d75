import { type Role, roles, scopes } from '@raydeck/core';
import type { TestApi } from './test-api.ts';

export interface Caller {
  name: string;
  /** Makes it the one who asks; returns what its requests carry. */
  enter: () => { key?: string };
}

/** For tests only: each kind of caller there is. */
export async function callersOf(api: TestApi): Promise<Caller[]> {
  const { key, signIn } = api;
  const person = (role: Role, options: { canViewPayload?: boolean; isSameOrigin?: boolean } = {}): Caller => ({
    name: `${role} ${JSON.stringify(options)}`,
    enter: () => {
      signIn(role, options);
      return {};
    },
  });
  const program = (name: string, text: string): Caller => ({
    name,
    enter: () => {
      signIn('ADMIN');
      return { key: text };
    },
  });
  const all = [...scopes];
  return [
    ...roles.map((role) => person(role)),
    // Whoever may do all comes far more often than whoever may do nothing.
    ...Array.from({ length: 12 }, () => person('ADMIN')),
    ...roles.map((role) => person(role, { canViewPayload: false })),
    person('ADMIN', { isSameOrigin: false }),
    {
      name: 'nobody',
      enter: () => {
        signIn(null);
        return {};
      },
    },
    ...(await Promise.all(scopes.map(async (scope) => program(`key ${scope}`, await key([scope]))))),
    program('key for all', await key(all, { canViewPayload: true })),
    program('key for one queue', await key(all, { queues: ['default'] })),
    program('key for one package', await key(all, { callables: ['a'] })),
    program('key for its own tasks', await key(all, { ownTasksOnly: true })),
    program('key that is over', await endedKey(api)),
    program('key that is none', 'rdk_junk'),
  ];
}

async function endedKey(api: TestApi): Promise<string> {
  const text = await api.key(['admin'], { name: 'over' });
  await api.db.pool.query(`UPDATE raydeck.api_key SET revoked_at = now() WHERE name = 'over'`);
  return text;
}
