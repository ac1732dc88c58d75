import { isDeepStrictEqual } from 'node:util';
import { RaydeckError } from '@raydeck/core';

/** Something that is otherwise than the file says, and what makes it so. */
export interface ConfigChange {
  /** For people, one for each difference: `queue mail: concurrencyLimit 4 → 8`. */
  lines: string[];
  apply: () => Promise<unknown>;
}

/** One line for each name that differs; `hidden` values are said to differ and not shown. */
export function differences(
  subject: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  hidden: readonly string[] = [],
): string[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names
    .filter((name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null))
    .map((name) => {
      const what = hidden.includes(name) ? 'changed' : `${valueText(before[name])} → ${valueText(after[name])}`;
      return `${subject}${name} ${what}`;
    });
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'string' && /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value);
}

/** What goes wrong with one part of the file, with the path of that part before it. */
export async function below<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RaydeckError)) throw error;
    const own = error.path ?? '';
    const text = own && error.message.startsWith(`${own}: `) ? error.message.slice(own.length + 2) : error.message;
    const whole = own ? `${path}.${own}` : path;
    throw new RaydeckError(error.code, `${whole}: ${text}`, { cause: error, path: whole });
  }
}
