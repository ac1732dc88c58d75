/** Longer spellings are looked for piece by piece, so that a part of one that was cut off is found too. */
export const longestPiece = 48;

/**
 * How a value may stand in other text: as it is, line by line, in JSON (also within JSON), as Python prints it, in URLs, in HTML,
 * in base64 at any place of the encoded bytes, in hexadecimal. Each at least `least` long.
 */
export function spellingsOf(value: string, least: number): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replaceAll(/[^\u0000-\u007f]/g, unicodeEscape);
  const texts = [value, value.trim(), json, ascii, ...[json, ascii].map((text) => JSON.stringify(text).slice(1, -1))];
  const python = pythonText(value);
  texts.push(python, python.replaceAll("'", "\\'"), ...urlTexts(value), ...htmlTexts(value));
  if (value.length >= least) {
    const bytes = utf8(value);
    texts.push(...base64Texts(bytes), ...hexTexts(bytes));
  }
  for (const line of value.split(/[\r\n]+/)) texts.push(line.trim());
  return [...new Set(texts)].filter((text) => text.length >= least).flatMap(piecesOf);
}

/** All of it, in pieces of equal length; the last one reaches back. */
function piecesOf(text: string): string[] {
  if (text.length <= longestPiece) return [text];
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += longestPiece) {
    const start = Math.min(at, text.length - longestPiece);
    pieces.push(text.slice(start, start + longestPiece));
  }
  return pieces;
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function pythonText(value: string): string {
  const named: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return value.replaceAll(
    /[\\\u0000-\u001f\u007f-\u00a0\u00ad]/g,
    (character) => named[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** As encodeURIComponent, Python's quote and quote_plus, and forms have it. */
function urlTexts(value: string): string[] {
  const common = encodeURIComponent(value.toWellFormed());
  const strict = common.replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const texts = [common, strict].flatMap((text) => [text, text.replaceAll('%2F', '/'), text.replaceAll('%20', '+')]);
  return texts.flatMap((text) => [text, text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

function htmlTexts(value: string): string[] {
  const common = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = common.replaceAll('"', '&quot;');
  return [common, quoted, quoted.replaceAll("'", '&#x27;'), quoted.replaceAll("'", '&#39;')];
}

function utf8(value: string): number[] {
  const encoded = encodeURIComponent(value.toWellFormed());
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at += 1) {
    const isCode = encoded[at] === '%';
    bytes.push(isCode ? Number.parseInt(encoded.slice(at + 1, at + 3), 16) : encoded.charCodeAt(at));
    if (isCode) at += 2;
  }
  return bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Where the value begins within a group of three bytes changes the text: of each only what does not depend on its neighbours. */
function base64Texts(bytes: readonly number[]): string[] {
  const texts = [0, 1, 2].map((before) => {
    const padded = [...Array.from({ length: before }, () => 0), ...bytes];
    const start = Math.ceil((before * 8) / 6);
    return base64(padded).slice(start, Math.floor((padded.length * 8) / 6));
  });
  return texts.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

function base64(bytes: readonly number[]): string {
  const text: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) text.push(alphabet[(group >> shift) & 63] ?? '');
  }
  return text.join('');
}

function hexTexts(bytes: readonly number[]): string[] {
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex, hex.toUpperCase()];
}
