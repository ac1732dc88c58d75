import { shapeOfText } from '@raydeck/core';

/** JSON text as it was given, or its structure only for people without payload permission. */
export type Payload = { kind: 'text'; text: string } | { kind: 'shape'; shape: string };

export function payloadOf(text: string, canViewPayload: boolean): Payload {
  return canViewPayload ? { kind: 'text', text } : { kind: 'shape', shape: shapeOfText(text) };
}
