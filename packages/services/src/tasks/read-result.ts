import { type ByteStream, type JsonRedactor, RaydeckError, type StoredRef } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import { type Context, storageOf } from '../context.ts';
import { redactedBy, redactionOfTask } from '../redaction/redactions.ts';
import { redactedBytes } from '../redaction/redacted-stream.ts';
import { openPayload, taskPlace } from '../secrets/sealed-payload.ts';
import { openContent, resultRefOf } from '../secrets/stored-content.ts';
import { lookUpTask } from './look-up-task.ts';

/** JSON text: whole, or from where it stands as it is read. */
export type JsonContent = { kind: 'text'; text: string } | { kind: 'stored'; body: ByteStream };

/**
 * The JSON text that a SUCCEEDED task returned, digit for digit but for what is redacted. Throws NOT_FOUND, FORBIDDEN without
 * payload permission, PRECONDITION in any other state and when it is encrypted under a key that is not here, UNAVAILABLE when it
 * stands where nobody answers.
 */
export async function readResult(context: Context, id: string): Promise<JsonContent> {
  authorize(context, 'task.result.read');
  const { state } = await lookUpTask(context.db.prisma, context, id);
  if (!context.principal.canViewPayload) {
    throw new RaydeckError('FORBIDDEN', 'Results are shown to people and keys with payload permission.');
  }
  if (state !== 'SUCCEEDED') throw new RaydeckError('PRECONDITION', `The task is ${state}: it has no result.`);
  const task = await context.db.prisma.task.findUniqueOrThrow({ where: { id }, select: redactedBy });
  const redaction = await redactionOfTask(context, task);
  if (task.resultRef !== null) {
    return openStored(context, resultRefOf(task.id, task.resultRef), redaction.jsonStream('result'));
  }
  const result = openPayload(context.keyRing, taskPlace(task.id), 'result', task.result ?? 'null');
  return { kind: 'text', text: redaction.json('result', result) };
}

/** What a reference names, as it is read and as it is shown. */
export async function openStored(context: Context, ref: StoredRef, redactor: JsonRedactor): Promise<JsonContent> {
  const body = await openContent({ storage: storageOf(context), keyRing: context.keyRing }, ref);
  return { kind: 'stored', body: redactedBytes(body, redactor) };
}
