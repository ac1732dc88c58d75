import { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { authorizeQueue } from './authorize-queue.ts';
import { emptyQueue, QueueChange, rowName, withChange } from './queue-settings.ts';
import { type Expected, writeQueue } from './write-queue.ts';

/** A queue as it shall be. */
export const QueuePut = z.strictObject({ name: rowName, settings: QueueChange, reason: reason.optional() });
export type QueuePut = z.infer<typeof QueuePut>;

/**
 * Makes the queue so: a setting that is left out becomes what it is without one. Creates the queue when it is not there. Throws
 * INVALID or NOT_FOUND with the path of the bad setting, CONFLICT when the queue is not as expected. Twice: the second finds
 * nothing to do. A crash leaves all of it, with its audit row, or nothing.
 */
export async function putQueue(
  context: Context,
  input: QueuePut,
  expected: Expected = 'anything',
): Promise<{ isNew: boolean }> {
  const { name, settings, reason: why } = parseInput(QueuePut, input);
  authorizeQueue(context, 'queue.write', name);
  return writeQueue(context, { name, next: () => withChange(emptyQueue, settings), expected, reason: why });
}
