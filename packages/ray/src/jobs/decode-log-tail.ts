import { z } from 'zod';
import { RayError } from '../ray-error.ts';

const HEAD = '{"logs": "';
const LogsAnswer = z.object({ logs: z.string() });

/** How much of the raw JSON must be kept for so many bytes of text: one byte may be escaped as six (`\u001b`). */
export function rawLimitBytes(limitBytes: number): number {
  return limitBytes * 6 + 2 * HEAD.length;
}

/**
 * The end of the text in `{"logs": "…"}`, from the end of that JSON. Throws `not_ray` when it does not end so.
 */
export function decodeLogTail(raw: Buffer, limitBytes: number): string {
  const json = raw.toString('utf8').trimEnd();
  const text = json.startsWith(HEAD) ? parseWhole(json) : parseEnd(json);
  return cutAtLineStart(text, limitBytes);
}

function parseWhole(json: string): string {
  const result = LogsAnswer.safeParse(tryParse(json));
  if (!result.success)
    throw new RayError('not_ray', "Ray's answer to the logs is not as expected.", { cause: result.error });
  return result.data.logs;
}

/** A cut through the middle of the JSON may have hit an escape: starts again where none can be open. */
function parseEnd(json: string): string {
  if (!json.endsWith('"}')) throw new RayError('not_ray', "Ray's answer to the logs is not as expected.");
  const result = z.string().safeParse(tryParse(`"${json.slice(safeStart(json), -2)}"`));
  if (!result.success)
    throw new RayError('not_ray', "Ray's answer to the logs is not as expected.", { cause: result.error });
  return result.data.toWellFormed();
}

/** After an escaped line feed (an odd run of backslashes, then n), else after six characters that are no backslash. */
function safeStart(json: string): number {
  const lineFeed = /[^\\](?:\\\\)*\\n/.exec(json);
  const match = lineFeed ?? /[^\\]{6}/.exec(json);
  return match ? match.index + match[0].length : json.length - 2;
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new RayError('not_ray', "Ray's answer to the logs is not JSON.", { cause });
  }
}

function cutAtLineStart(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= limitBytes) return text;
  const kept = bytes.subarray(bytes.length - limitBytes);
  const lineFeed = kept.indexOf(0x0a);
  if (lineFeed !== -1 && lineFeed < kept.length - 1) return kept.subarray(lineFeed + 1).toString('utf8');
  // A first character that was cut in two comes out as U+FFFD.
  return kept.toString('utf8').replace(/^\uFFFD+/, '');
}
