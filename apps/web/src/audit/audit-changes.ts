import type { ShownChange } from '../ui/change-table.tsx';

/**
 * What an audit row says was different, value by value: objects are taken apart, what is the same on both sides is left out.
 * Without a before, all that came; without an after, all that went.
 */
export function auditChanges(before: unknown, after: unknown): ShownChange[] {
  const [was, is] = [flat(before), flat(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return paths.flatMap((path) => {
    const change = { path, before: was.get(path) ?? null, after: is.get(path) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value !== 'object') return into.set(path, textOf(value));
  if (Array.isArray(value)) return into.set(path, value.length === 0 ? 'none' : value.map(textOf).join(', '));
  for (const [name, part] of Object.entries(value)) flat(part, path === '' ? name : `${path}.${name}`, into);
  return into;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
