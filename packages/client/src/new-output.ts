import type { AttemptLog } from './resources/task.ts';

/** What a log has that was not seen before, or null. Only the end of a log is kept; its size counts all output ever written. */
export function newOutput(seen: AttemptLog | null, log: AttemptLog): { text: string; isGap: boolean } | null {
  if (seen === null) return log.text === '' ? null : { text: log.text, isGap: log.truncated };
  if (log.sizeBytes === seen.sizeBytes && log.text === seen.text) return null;
  const knownLength = knownBySize(seen, log) ?? knownByText(seen.text, log.text);
  if (knownLength === null) return { text: log.text, isGap: true };
  return knownLength === log.text.length ? null : { text: log.text.slice(knownLength), isGap: false };
}

/** How much of the text is known, by the sizes; null when these count bytes that the text does not show, such as NUL. */
function knownBySize(seen: AttemptLog, log: AttemptLog): number | null {
  const bytes = new TextEncoder().encode(log.text);
  const knownBytes = bytes.length - (log.sizeBytes - seen.sizeBytes);
  if (knownBytes < 0 || knownBytes > bytes.length) return null;
  const known = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, knownBytes));
  return seen.text.endsWith(known) ? known.length : null;
}

/** The most that a text can have begun with of what the earlier one ended with. */
function knownByText(seen: string, text: string): number | null {
  for (let length = Math.min(seen.length, text.length); length > 0; length -= 1) {
    if (seen.endsWith(text.slice(0, length))) return length;
  }
  return null;
}
