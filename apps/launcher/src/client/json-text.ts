/** What would hide, turn or command a terminal; JSON has it in strings only. */
const hidden = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON text that means the same and is safe to print: hidden characters of foreign strings become escapes of JSON's own. */
export function safeJson(text: string): string {
  return text.replace(hidden, (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON text with line breaks; numbers stay as they are written. */
export function prettyJson(text: string): string {
  return safeJson(JSON.stringify(parseExact(text), undefined, 2));
}

/** The text of a value's member in one line; null when there is none. */
export function memberText(text: string, name: string): string | null {
  const value = Object(parseExact(text)) as Record<string, unknown>;
  return value[name] === undefined ? null : safeJson(JSON.stringify(value[name]));
}

/** JSON.parse with source text access and JSON.rawJSON, which TypeScript's own libraries do not have yet. */
interface ExactJson {
  parse: (text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown) => unknown;
  rawJSON: (text: string) => unknown;
}

/** A value whose numbers are their own text. */
function parseExact(text: string): unknown {
  const json = JSON as unknown as ExactJson;
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? json.rawJSON(source) : value,
  );
}

/** A value in one line, for --json. */
export function jsonLine(value: unknown): string {
  return safeJson(JSON.stringify(value));
}
