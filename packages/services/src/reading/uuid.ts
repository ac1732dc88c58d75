import { RaydeckError } from '@raydeck/core';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return pattern.test(text);
}

/** Junk cannot name anything: NOT_FOUND, as for an id that nobody has. */
export function requireUuid(text: string, what: string): string {
  if (!isUuid(text)) throw notFound(what);
  return text.toLowerCase();
}

export function notFound(what: string): RaydeckError {
  return new RaydeckError('NOT_FOUND', `There is no such ${what}, or this account does not reach it.`);
}

/** The smallest UUIDv7 of a moment: rows made before it have smaller ids. */
export function firstUuidAt(at: Date): string {
  const millis = Math.max(0, at.getTime()).toString(16).padStart(12, '0').slice(-12);
  return `${millis.slice(0, 8)}-${millis.slice(8)}-0000-0000-000000000000`;
}

/** The moment that a UUIDv7 holds. */
export function momentOfUuid(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
