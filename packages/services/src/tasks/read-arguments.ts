import { parseStoredRef, RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { redactedBy, redactionOfTask } from '../redaction/redactions.ts';
import { openPayload, taskPlace } from '../secrets/sealed-payload.ts';
import { requireOwnArguments } from '../secrets/stored-content.ts';
import { lookUpTask } from './look-up-task.ts';
import { type JsonContent, openStored } from './read-result.ts';

/** What a task is called with, `{"args": […], "kwargs": {…}}`, digit for digit but for what is redacted. Throws NOT_FOUND, FORBIDDEN, UNAVAILABLE. */
export async function readArguments(context: Context, id: string): Promise<JsonContent> {
  authorize(context, 'task.read');
  await lookUpTask(context.db.prisma, context, id);
  if (!context.principal.canViewPayload) {
    throw new RaydeckError('FORBIDDEN', 'Arguments are shown to people and keys with payload permission.');
  }
  const task = await context.db.prisma.task.findUniqueOrThrow({ where: { id }, select: redactedBy });
  const redaction = await redactionOfTask(context, task);
  const opened = (root: 'args' | 'kwargs'): string =>
    openPayload(context.keyRing, taskPlace(task.id), root, task[root]);
  if (task.argsRef !== null) {
    const ref = parseStoredRef(task.argsRef);
    requireOwnArguments(context.keyRing, opened('args'), ref);
    return openStored(context, ref, redaction.jsonStream('call'));
  }
  const [args, kwargs] = [redaction.json('args', opened('args')), redaction.json('kwargs', opened('kwargs'))];
  return { kind: 'text', text: `{"args": ${args}, "kwargs": ${kwargs}}` };
}
