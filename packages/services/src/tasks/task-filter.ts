import { taskStates } from '@raydeck/core';
import { z } from 'zod';

/** Which tasks a list or a count is about. A callable that ends in a dot is a prefix. */
export const TaskFilter = z.strictObject({
  state: z.enum(taskStates).optional(),
  queue: z.string().min(1).max(100).optional(),
  callable: z.string().min(1).max(256).optional(),
  tag: z.string().min(1).max(100).optional(),
  createdAfter: z.date().optional(),
  createdBefore: z.date().optional(),
});
export type TaskFilter = z.infer<typeof TaskFilter>;
