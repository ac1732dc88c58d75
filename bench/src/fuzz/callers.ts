import { type Principal, roles, scopes } from '@raydeck/core';
import { createNotifier, type Database } from '@raydeck/db';
import { createApiKey, createUser, type NewApiKey } from '@raydeck/services';
import type { httpClient } from '../http-client.ts';
import { signIn } from '../sign-in.ts';

/** Keys and people of the run itself, which no request is to end. */
export const ownPrefix = 'fuzz ';

const admin: Principal = {
  kind: 'user',
  id: 'user:bench',
  userId: 'u',
  name: 'B',
  role: 'ADMIN',
  canViewPayload: true,
};
const password = 'a password of the benchmarks';

/** Headers by which each kind of caller says who it is; the first may do all. */
export async function makeCallers(
  db: Database,
  url: string,
  send: ReturnType<typeof httpClient>,
): Promise<Record<string, string>[]> {
  const context = { db, notifier: createNotifier(db), emit: () => {}, principal: admin };
  const key = async (wanted: Omit<NewApiKey, 'name'>): Promise<Record<string, string>> => {
    const { text } = await createApiKey(context, { name: `${ownPrefix}key`, ...wanted });
    return { authorization: `Bearer ${text}` };
  };
  const all = [...scopes];
  const whole = await key({ scopes: all, canViewPayload: true });
  const people = [];
  for (const role of roles) {
    const email = `${role.toLowerCase()}@fuzz.example.com`;
    await createUser(context, { email, name: `${ownPrefix}${role}`, password, role, canViewPayload: role === 'ADMIN' });
    people.push({ cookie: await signIn(send, email, password), origin: url });
  }
  return [
    // Whoever may do all comes far more often than whoever may do nothing.
    ...Array.from({ length: 10 }, () => whole),
    ...(await Promise.all(scopes.map((scope) => key({ scopes: [scope] })))),
    await key({ scopes: all, queues: ['default'] }),
    await key({ scopes: all, callables: ['shop'] }),
    await key({ scopes: all, ownTasksOnly: true }),
    ...people,
    ...people.map(({ cookie }) => ({ cookie, origin: 'https://elsewhere.example.com' })),
    {},
    { authorization: `Bearer rdk_aaaaaaaaaa_${'a'.repeat(43)}` },
    { authorization: 'Basic YTpi' },
  ];
}
