/**
 * The id of the key that a task's arguments are encrypted with; null when they are not. Both are, or none; by the first of their
 * characters, which PostgreSQL reads without the rest of a long value.
 */
export const keyIdOfTask = (args: string): string =>
  `CASE WHEN left(${args}, 26) = '[{"raydeck.encrypted":"e2.' THEN split_part(substr(${args}, 27, 41), '.', 1) END`;

/** The same of its result. */
export const keyIdOfResult = (result: string): string =>
  `CASE WHEN left(${result}, 25) = '{"raydeck.encrypted":"e2.' THEN split_part(substr(${result}, 26, 41), '.', 1) END`;

/** The same of a stored object, by its reference. */
export const keyIdOfRef = (ref: string): string => `substring(${ref} FROM '&sealed=e2\\.([^.]+)\\.')`;
