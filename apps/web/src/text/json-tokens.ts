export type JsonTokenKind = 'key' | 'string' | 'number' | 'word' | 'other';

export interface JsonToken {
  kind: JsonTokenKind;
  text: string;
}

const pattern = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** JSON text cut into what to colour; the tokens joined are the text again. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > last) tokens.push({ kind: 'other', text: text.slice(last, match.index) });
    tokens.push({ kind: kindOf(match[0], match[1] !== undefined), text: match[0] });
    last = match.index + match[0].length;
  }
  if (last < text.length) tokens.push({ kind: 'other', text: text.slice(last) });
  return tokens;
}

function kindOf(text: string, isKey: boolean): JsonTokenKind {
  if (isKey) return 'key';
  if (text.startsWith('"')) return 'string';
  return /^[-\d]/.test(text) ? 'number' : 'word';
}
