import { RaydeckError } from '../error.ts';
import { jsonValues } from './json-values.ts';
import { mask } from './redaction-rules.ts';

/**
 * JSON text that somebody edited, from what was shown of an original: a value that still reads as it was shown is the original's
 * again, digit for digit. Throws INVALID, with the path below `root`, for a mask anywhere else: it would be taken for a value.
 */
export function restoreMasked(
  edited: string,
  { original, shown, root }: { original: string; shown: string; root: string },
): string {
  if (!holdsMask(edited)) return edited;
  const shownAt = new Map<string, string>();
  for (const { path, from, to } of jsonValues(shown)) shownAt.set(JSON.stringify(path), shown.slice(from, to));
  const originalAt = new Map<string, string>();
  for (const { path, from, to } of jsonValues(original)) originalAt.set(JSON.stringify(path), original.slice(from, to));
  const pieces: string[] = [];
  let at = 0;
  for (const { path, from, to } of jsonValues(edited)) {
    const token = edited.slice(from, to);
    if (!token.startsWith('"') || !textOf(token).includes(mask)) continue;
    const key = JSON.stringify(path);
    const [was, is] = [shownAt.get(key), originalAt.get(key)];
    if (was === undefined || is === undefined || textOf(was) !== textOf(token)) throw refusal(root, path);
    pieces.push(edited.slice(at, from), is);
    at = to;
  }
  const restored = [...pieces, edited.slice(at)].join('');
  // In a name: what it stood for is not known.
  const named = maskedNameIn(edited);
  if (named) throw refusal(root, named);
  return restored;
}

/** Throws INVALID when a mask is among the values or names: somebody took it for a value. */
export function refuseMasks(json: string, root: string): void {
  if (!holdsMask(json)) return;
  restoreMasked(json, { original: 'null', shown: 'null', root });
}

/** Cheap, and right about all that holds none. */
function holdsMask(json: string): boolean {
  return json.includes('redacted') && (json.includes(mask) || json.includes('\\u'));
}

function maskedNameIn(json: string): readonly (string | number)[] | null {
  for (const { path } of jsonValues(json)) {
    if (path.some((step) => typeof step === 'string' && step.includes(mask))) return path;
  }
  return null;
}

function textOf(token: string): string {
  return token.startsWith('"') ? String(JSON.parse(token)) : token;
}

function refusal(root: string, path: readonly (string | number)[]): RaydeckError {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  const where = `${root}${steps}`.replace(/^\./, '').slice(0, 300);
  const problem = `holds ${mask}, which stands for a value that is not shown: leave it as it was shown, or give a value`;
  return new RaydeckError('INVALID', `${where}: ${problem}`, { path: where });
}
