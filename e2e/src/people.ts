import { fileURLToPath } from 'node:url';

/** Who acts in the journeys, each with a session that `people.setup.ts` leaves behind. */
export const people = ['admin', 'operator', 'viewer'] as const;

export type Person = (typeof people)[number];

/** Known to the tests alone: the stack is thrown away after them. */
export const password = 'correct horse battery staple';

export function sessionOf(person: Person): string {
  return fileURLToPath(new URL(`../../.raydeck/test/e2e-sessions/${person}.json`, import.meta.url));
}
