import { attemptStates, runnerNames, taskStates } from '@raydeck/core';
import { z } from 'zod';

/** PostgreSQL's text holds no NUL, and nothing it holds could match half a character. */
const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'must be well-formed text without NUL');

/** Which tasks a list or a count is about. A callable that ends in a dot is a prefix. */
export const TaskFilter = z.strictObject({
  state: z.enum(taskStates).optional(),
  queue: text(100).optional(),
  callable: text(256).optional(),
  tag: text(100).optional(),
  createdBy: text(500).optional(),
  createdAfter: z.date().optional(),
  createdBefore: z.date().optional(),
  finishedAfter: z.date().optional(),
  finishedBefore: z.date().optional(),
  /** As the task, its queue or the installation wants it; once there was an attempt, the last one's. */
  runner: z.enum(runnerNames).optional(),
  /** As the task or its queue names it. */
  profile: text(100).optional(),
  /** Of the last attempt, as the next ones. */
  errorClass: text(500).optional(),
  node: text(200).optional(),
  /** By id or by name, of the last attempt. */
  worker: text(200).optional(),
  /** Words within the last attempt's error message, in any case of their letters. Needs payload permission. */
  text: text(200).optional(),
  attemptState: z.enum(attemptStates).optional(),
  /** Ray's submission id, `rd-<installation>-<attempt>`, of any attempt. */
  rayJob: text(200).optional(),
});
export type TaskFilter = z.infer<typeof TaskFilter>;
