import { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { authorizeQueue } from './authorize-queue.ts';
import { QueueChange, withChange } from './queue-settings.ts';
import { writeQueue } from './write-queue.ts';

/** Settings of a queue that shall be different. */
export const QueueEdit = z.strictObject({
  name: z.string(),
  change: QueueChange,
  reason: reason.optional(),
  /** Of the state that the change was made for; without it the change is made to whatever there is. */
  updatedAt: z.date().optional(),
});
export type QueueEdit = z.infer<typeof QueueEdit>;

/**
 * Changes the settings that are named. Throws NOT_FOUND, INVALID with the path of the bad setting, CONFLICT when the queue has
 * changed since `updatedAt`. Twice: the second finds nothing to do.
 */
export async function changeQueue(context: Context, input: QueueEdit): Promise<void> {
  const { name, change, reason: why, updatedAt } = parseInput(QueueEdit, input);
  authorizeQueue(context, 'queue.write', name);
  const expected = updatedAt ? { updatedAt } : 'present';
  await writeQueue(context, { name, next: (now) => withChange(now, change), expected, reason: why });
}
