import { mask } from './redaction/redaction-rules.ts';

/**
 * What people without payload permission see: the structure of a JSON value, no value of it. Strings show their length,
 * arrays the shape of their first items, and nothing is deeper than `maxDepth`.
 */
export function shapeOf(value: unknown, maxDepth = 6): string {
  if (value === null) return 'null';
  if (value === mask) return 'redacted';
  if (typeof value === 'string') return `string(${value.length})`;
  if (typeof value !== 'object') return typeof value;
  if (maxDepth === 0) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) return arrayShape(value, maxDepth - 1);
  const entries = Object.entries(value);
  const shown = entries.slice(0, 50).map(([key, item]) => `${JSON.stringify(key)}: ${shapeOf(item, maxDepth - 1)}`);
  return `{${[...shown, ...(entries.length > 50 ? [`… ${entries.length - 50} more`] : [])].join(', ')}}`;
}

function arrayShape(items: readonly unknown[], depth: number): string {
  const shown = items.slice(0, 5).map((item) => shapeOf(item, depth));
  return `[${[...shown, ...(items.length > 5 ? [`… ${items.length - 5} more`] : [])].join(', ')}]`;
}

/** The same for JSON text; text that is no JSON has no shape to show. */
export function shapeOfText(json: string): string {
  try {
    return shapeOf(JSON.parse(json));
  } catch {
    return 'text';
  }
}
