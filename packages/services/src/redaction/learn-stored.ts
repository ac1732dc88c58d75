import { contentBytes, parseStoredRef, RaydeckError, type Redaction } from '@raydeck/core';
import type { Context } from '../context.ts';
import { openContent } from '../secrets/stored-content.ts';
import { redactedStream } from './redacted-stream.ts';

/** Larger objects are not read for the sake of a text. */
const learnedBytes = 16 * 1024 * 1024;

/** Takes the values at redacted paths of a stored object. What cannot be read, or is too large, has all texts masked whole. */
export async function learnStored(
  { storage, keyRing }: Pick<Context, 'storage' | 'keyRing'>,
  redaction: Redaction,
  root: 'call' | 'result',
  text: string,
): Promise<void> {
  const ref = parseStoredRef(text);
  if (!storage || contentBytes(ref) > learnedBytes) return redaction.withhold();
  try {
    for await (const _ of redactedStream(await openContent({ storage, keyRing }, ref), redaction.learner(root)));
  } catch (error) {
    if (!(error instanceof RaydeckError)) throw error;
    redaction.withhold();
  }
}
