import { contentBytes, parseStoredRef, type Redaction, shapeOfText } from '@raydeck/core';
import type { Locked } from '../secrets/open-call.ts';

/**
 * JSON text as it was given but for what is redacted, or its structure only for people without payload permission, or where it is too
 * large to be at hand; or why it stays encrypted here.
 */
export type Payload =
  | { kind: 'text'; text: string }
  | { kind: 'shape'; shape: string }
  | { kind: 'stored'; sizeBytes: number }
  | ({ kind: 'locked' } & Locked);

/** What stands outside of its row. How large it is, is no secret. */
export function storedPayload(ref: string): Payload {
  return { kind: 'stored', sizeBytes: contentBytes(parseStoredRef(ref)) };
}

export function payloadOf(
  root: 'args' | 'kwargs' | 'result',
  json: string,
  { redaction, canViewPayload }: { redaction: Redaction; canViewPayload: boolean },
): Payload {
  const text = redaction.json(root, json);
  return canViewPayload ? { kind: 'text', text } : { kind: 'shape', shape: shapeOfText(text) };
}
