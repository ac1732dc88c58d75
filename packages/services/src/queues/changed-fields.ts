import { isDeepStrictEqual } from 'node:util';
import type { Prisma } from '@raydeck/db';

/** The fields that differ, as they were and as they are; null when none does. */
export function changedFields<T extends object>(
  before: T,
  after: T,
): { before: Prisma.InputJsonObject; after: Prisma.InputJsonObject } | null {
  const names = (Object.keys(after) as (keyof T & string)[]).filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  );
  if (names.length === 0) return null;
  return { before: pick(before, names), after: pick(after, names) };
}

/** Settings are JSON: their schemas parsed them from it. */
function pick<T extends object>(values: T, names: readonly (keyof T & string)[]): Prisma.InputJsonObject {
  return Object.fromEntries(names.map((name) => [name, values[name]])) as Prisma.InputJsonObject;
}
