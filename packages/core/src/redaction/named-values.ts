import { type RedactionRules, mask } from './redaction-rules.ts';
import type { Span } from './span.ts';

// All of this stays within a line, and none of it goes back over a text more than a bounded number of times.

/** A name before `=`, `:` or `=>`, in quotes or not. */
const assignment = /(?<![\p{L}\p{N}_.$-])([\p{L}\p{N}_.$-]{1,80})(?:\\{0,4}["'])?[ \t]{0,3}(?:=>|[:=])[ \t]{0,3}/gu;
/** `--name value`. */
const option = /(?<![^\s"'])(--[\p{L}\p{N}_-]{1,80})[ \t]{1,3}(?![ \t-])/gu;
/** Who and how, before an address's host. */
const addressUser = /:\/\/([^\s/:@'"<>]{0,200}):([^\s/'"<>]{1,500})@/g;
const addressToken = /:\/\/([^\s/:@'"<>]{20,500})@/g;

const scheme = /(?:Bearer|Basic|Token|Digest|Negotiate|ApiKey|Api-Key)[ \t]+/iy;
/** Said of a value, and none itself. */
const nothing = /^(?:null|none|nil|true|false|undefined|set|not|unset|missing|required)$/i;

/** Parts of text that are a value by the name before it, and passwords in addresses. */
export function namedValuesIn(text: string, { isSecretName }: RedactionRules): Span[] {
  const spans: Span[] = [];
  const patterns = [...(/[:=]/.test(text) ? [assignment] : []), ...(text.includes('--') ? [option] : [])];
  for (const pattern of patterns) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      if (!isSecretName(match[1] ?? '')) continue;
      const span = valueAt(text, pattern.lastIndex, isHeader(match[1] ?? '', match[0]));
      if (!span) continue;
      spans.push(span);
      pattern.lastIndex = Math.max(span.to, pattern.lastIndex);
    }
  }
  if (!text.includes('://')) return spans;
  for (const { 0: whole, 1: user = '', 2: password = '', index } of text.matchAll(addressUser)) {
    const from = index + 3 + user.length + 1;
    if (password !== mask) spans.push({ from, to: index + whole.length - 1 });
  }
  for (const { 0: whole, index } of text.matchAll(addressToken)) {
    spans.push({ from: index + 3, to: index + whole.length - 1 });
  }
  return spans;
}

/** Passwords in addresses alone. */
export function addressPasswordsIn(text: string): string[] {
  return [...text.matchAll(addressUser)].flatMap(({ 2: password = '' }) => {
    try {
      return [password, decodeURIComponent(password)];
    } catch {
      return [password];
    }
  });
}

/** What comes after `Bearer` and its like; all of it where there is no such word. */
export function withoutScheme(value: string): string {
  scheme.lastIndex = 0;
  return scheme.test(value) ? value.slice(scheme.lastIndex) : value;
}

/** Headers may hold blanks and semicolons. */
function isHeader(name: string, found: string): boolean {
  return /(?:authorization|cookie)$/i.test(name) && found.trimEnd().endsWith(':');
}

/** Null where there is none. */
function valueAt(text: string, start: number, wholeLine: boolean): Span | null {
  const quoteAt = skip(/(?:[bruf]{1,2}(?=["']))?/iy, text, start);
  const escapes = skip(/\\{0,4}(?=["'])/y, text, quoteAt);
  const first = text[escapes] ?? '\n';
  if (first === '"' || first === "'") return quoted(text, escapes + 1, text.slice(quoteAt, escapes), first);
  if (first === '{' || first === '[' || first === '(') return { from: start, to: endOfBrackets(text, start) };
  if (wholeLine) return filled(start, skip(/[^"'\r\n]*/y, text, start));
  const bareAt = skip(scheme, text, start);
  const end = skip(/[^\s,;&)\]}"'<>]*/y, text, bareAt);
  const value = text.slice(start, end);
  return nothing.test(value) || value === mask ? null : filled(start, end);
}

/** Up to the quote that is escaped as the first one was; without one, to the end of the line. */
function quoted(text: string, from: number, escapes: string, quote: string): Span | null {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\n') return filled(from, at);
    if (character === quote) return filled(from, at - escapes.length);
    if (character !== '\\') continue;
    // As many backslashes as before the first quote end it; more of them spell a quote within.
    const run = skip(/\\+/y, text, at) - at;
    const next = text[at + run];
    if (escapes.length > 0 && next === quote && run <= escapes.length) return filled(from, at);
    at += escapes.length > 0 || run % 2 === 0 || next === '\n' ? run - 1 : run;
  }
  return filled(from, text.length);
}

/** The bracket's other half on the line, or the line's end. */
function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\n') return at;
    if (character === '\\' && text[at + 1] !== '\n') at += 1;
    else if (quote) quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('{[('.includes(character)) depth += 1;
    else if ('}])'.includes(character)) depth -= 1;
    if (depth === 0 && !quote) return at + 1;
  }
  return text.length;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function filled(from: number, to: number): Span | null {
  return to > from ? { from, to } : null;
}
