import { getLocation, visit } from 'jsonc-parser';
import { type FieldProblem, invalidRequest } from './request-error.ts';
import { pathText } from './zod-problems.ts';

/** Deeper values are refused: readers that recurse exist on the way. */
export const maxDepth = 64;

/** Strict JSON that PostgreSQL and Python can hold as it is. Throws a RequestError that names the place. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidRequest([syntaxProblem(text)]);
  }
  const problem = findProblem(value, []);
  if (problem) throw invalidRequest([problem]);
  return value;
}

/** `path` is one array, extended and shortened on the way: a body may have millions of values. */
function findProblem(value: unknown, path: (string | number)[]): FieldProblem | null {
  if (typeof value === 'string') return textProblem(value, path);
  if (typeof value === 'number' && !Number.isFinite(value)) return at(path, 'is too large a number');
  if (typeof value !== 'object' || value === null) return null;
  if (path.length >= maxDepth) return at(path, `lies deeper than ${maxDepth} levels`);
  return Array.isArray(value) ? findInList(value, path) : findInObject(value as Record<string, unknown>, path);
}

function findInList(list: readonly unknown[], path: (string | number)[]): FieldProblem | null {
  for (let index = 0; index < list.length; index += 1) {
    path.push(index);
    const problem = findProblem(list[index], path);
    if (problem) return problem;
    path.pop();
  }
  return null;
}

/** `for in` makes no list of the names: of a million of them that takes four times as long. JSON.parse's objects inherit none. */
function findInObject(object: Record<string, unknown>, path: (string | number)[]): FieldProblem | null {
  for (const key in object) {
    path.push(key);
    const problem = nameProblem(key, path) ?? findProblem(object[key], path);
    if (problem) return problem;
    path.pop();
  }
  return null;
}

function nameProblem(key: string, path: readonly (string | number)[]): FieldProblem | null {
  if (key === '__proto__') return at(path, 'is not a name that is accepted');
  return textProblem(key, path);
}

function textProblem(text: string, path: readonly (string | number)[]): FieldProblem | null {
  if (text.includes('\u0000')) return at(path, 'holds a NUL character');
  if (!text.isWellFormed()) return at(path, 'holds a lone surrogate');
  return null;
}

/** The engine says only that it is no JSON; a tolerant reader finds where. */
function syntaxProblem(text: string): FieldProblem {
  if (isDeep(text)) return at([], `is not JSON, or lies deeper than ${maxDepth} levels`);
  let offset: number | undefined;
  visit(text, { onError: (_code, start) => (offset ??= start) }, { disallowComments: true });
  if (offset === undefined) return at([], 'is not JSON');
  const [word] = /^-?(NaN|Infinity)/.exec(text.slice(offset, offset + 20)) ?? [];
  return at(
    getLocation(text, offset).path,
    `is not JSON${word ? `: ${word} is no number` : ` at character ${offset}`}`,
  );
}

/** Brackets in strings count too: this only keeps a recursive reader from deep texts. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > 500) return true;
  }
  return false;
}

function at(path: readonly (string | number)[], problem: string): FieldProblem {
  return { path: pathText(path), problem };
}
