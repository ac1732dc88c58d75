import { invalidRequest } from './request-error.ts';
import { pathText } from './zod-problems.ts';

/**
 * The members of a JSON object as text, cut out of the original: digits beyond 2^53, `1e22`, `-0.0` and the order of keys
 * survive. The text must be JSON already. A name given twice is refused, for readers differ on which one counts; `path` is
 * where the object stands.
 */
export function rawMembers(text: string, path = ''): Map<string, string> {
  const members = new Map<string, string>();
  let at = skipBlank(text, skipBlank(text, 0) + 1);
  while (text[at] !== '}') {
    const nameEnd = endOfString(text, at);
    const name = String(JSON.parse(text.slice(at, nameEnd)));
    if (members.has(name)) throw invalidRequest([{ path: pathText([path + name]), problem: 'is given twice' }]);
    const start = skipBlank(text, skipBlank(text, nameEnd) + 1);
    const end = endOfValue(text, start);
    members.set(name, text.slice(start, end));
    at = afterComma(text, end);
  }
  return members;
}

/** The elements of a JSON array, in the same way. */
export function rawElements(text: string): string[] {
  const elements: string[] = [];
  let at = skipBlank(text, skipBlank(text, 0) + 1);
  while (text[at] !== ']') {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = afterComma(text, end);
  }
  return elements;
}

function afterComma(text: string, end: number): number {
  const at = skipBlank(text, end);
  return text[at] === ',' ? skipBlank(text, at + 1) : at;
}

const blank = /[ \t\n\r]*/y;

function skipBlank(text: string, at: number): number {
  blank.lastIndex = at;
  blank.test(text);
  return blank.lastIndex;
}

const literal = /[^ \t\n\r,\]}]+/y;
const mark = /["[\]{}]/g;

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') return endOfMatch(literal, text, start);
  let depth = 0;
  let at = start;
  do {
    const end = endOfMatch(mark, text, at);
    const found = text[end - 1];
    if (found === '{' || found === '[') depth += 1;
    if (found === '}' || found === ']') depth -= 1;
    at = found === '"' ? endOfString(text, end - 1) : end;
  } while (depth > 0);
  return at;
}

const stringEnd = /["\\]/g;

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const end = endOfMatch(stringEnd, text, at);
    if (text[end - 1] === '"') return end;
    at = end + 1;
  }
}

/** Text that is no JSON would never end: it fails here. */
function endOfMatch(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw new Error('The text is not JSON.');
  return pattern.lastIndex;
}
