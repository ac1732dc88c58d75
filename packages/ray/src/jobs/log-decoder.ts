import { RayError } from '../ray-error.ts';

const HEAD = Buffer.from('{"logs": "');
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
/** `\ud83d\ude00`: the longest that stands for one character. */
const LONGEST_ESCAPE = 12;
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Reads `{"logs": "…"}` as it comes and hands on the text in it, as UTF-8. */
export function createLogDecoder(write: (piece: Uint8Array) => void): { push(bytes: Buffer): void; end(): void } {
  let held: Buffer = Buffer.alloc(0);
  let place: 'head' | 'text' | 'tail' = 'head';

  /** Takes what it can of the text; returns what is left for when more is there. */
  const readText = (bytes: Buffer): Buffer => {
    let at = 0;
    for (;;) {
      const stop = nextStop(bytes, at);
      if (stop > at) write(bytes.subarray(at, stop));
      if (stop === bytes.length) return Buffer.alloc(0);
      if (bytes[stop] === QUOTE) {
        place = 'tail';
        return bytes.subarray(stop + 1);
      }
      const escape = readEscape(bytes, stop);
      if (escape === null) return bytes.subarray(stop);
      write(Buffer.from(escape.text));
      at = stop + escape.length;
    }
  };

  return {
    push: (bytes) => {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      if (place === 'head') {
        if (held.length < HEAD.length) return;
        if (!held.subarray(0, HEAD.length).equals(HEAD)) throw unexpected();
        held = held.subarray(HEAD.length);
        place = 'text';
      }
      if (place === 'text') held = readText(held);
    },
    end: () => {
      if (place !== 'tail' || held.toString('latin1').trim() !== '}') throw unexpected();
    },
  };
}

function nextStop(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== BACKSLASH && bytes[at] !== QUOTE) at += 1;
  return at;
}

/** The escape that begins here; null when its end has not come yet. Half of a pair alone becomes U+FFFD. */
function readEscape(bytes: Buffer, at: number): { text: string; length: number } | null {
  const text = bytes.toString('latin1', at, at + LONGEST_ESCAPE);
  if (text.length < 2) return null;
  const [, kind = ''] = text;
  if (kind !== 'u') return { text: SIMPLE[kind] ?? kind, length: 2 };
  const [first] = /^\\u[0-9a-f]{4}/i.exec(text) ?? [];
  if (first === undefined) {
    if (text.length < 6) return null;
    throw unexpected();
  }
  if (!/^\\ud[89ab]/i.test(text)) return { text: characters(first), length: 6 };
  const [pair] = /^\\u[0-9a-f]{4}\\ud[c-f][0-9a-f]{2}/i.exec(text) ?? [];
  if (pair !== undefined) return { text: characters(pair), length: 12 };
  const mayBePair = text.length < LONGEST_ESCAPE && /^(\\(u(d[c-f]?[0-9a-f]{0,2})?)?)?$/i.test(text.slice(6));
  return mayBePair ? null : { text: '\uFFFD', length: 6 };
}

function characters(escapes: string): string {
  const codes = [...escapes.matchAll(/[0-9a-f]{4}/gi)].map(([hex]) => Number.parseInt(hex, 16));
  return String.fromCharCode(...codes).toWellFormed();
}

function unexpected(): RayError {
  return new RayError('not_ray', "Ray's answer to the logs is not as expected.");
}
