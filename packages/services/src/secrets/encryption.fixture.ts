import type { readResult } from '../tasks/read-result.ts';
import { EncryptionKeys } from './key-ring.ts';

/** For tests only. */

const base64 = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
export const oldRing = EncryptionKeys.parse(`k1:${base64(1)}`);
export const turnedRing = EncryptionKeys.parse(`k2:${base64(2)},k1:${base64(1)}`);
export const newRing = EncryptionKeys.parse(`k2:${base64(2)}`);

export async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

export async function textOf(content: Awaited<ReturnType<typeof readResult>>): Promise<string> {
  return content.kind === 'text' ? content.text : joined(content.body);
}

export async function joined(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
