import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { type ByteStream, isAttemptLive, parseStoredRef } from '@raydeck/core';
import { type Context, storageOf } from '../context.ts';
import { redactedBytes } from '../redaction/redacted-stream.ts';
import { redactionOfTask } from '../redaction/redactions.ts';
import { lookUpAttempt } from './read-attempt-log.ts';

/** All that is kept of an attempt's output. */
export interface KeptLog {
  /** UTF-8 as far as the task wrote UTF-8. */
  body: ByteStream;
  /** Whether nothing more will come. */
  final: boolean;
}

/**
 * What is kept of an attempt's output, from a byte on: what was stored at its end, or else what its row has. While the attempt lives
 * that is the end of it, and offsets are of no use. Offsets are of what is shown. Throws as `readAttemptLog` does, and UNAVAILABLE.
 */
export async function openAttemptLog(context: Context, attemptId: string, offset = 0): Promise<KeptLog> {
  const { logRef, logTail, state, task } = await lookUpAttempt(context, attemptId);
  const final = !isAttemptLive(state);
  const redaction = await redactionOfTask(context, task);
  if (logRef === null) return { body: pieces(Buffer.from(redaction.text(logTail ?? '')).subarray(offset)), final };
  const stored = Readable.from(await storageOf(context).open(parseStoredRef(logRef)));
  // What breaks in the source breaks what is read: the callback has nothing to add.
  const unpacked = pipeline(stored, createGunzip(), () => {});
  return { body: after(redactedBytes(unpacked, redaction.textStream()), offset), final };
}

/** A compressed text has no places to begin at: what comes before is unpacked and thrown away, a megabyte at most. */
async function* after(body: AsyncIterable<unknown>, offset: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of body) {
    const bytes = piece as Buffer;
    if (at + bytes.length > offset) yield bytes.subarray(Math.max(0, offset - at));
    at += bytes.length;
  }
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
