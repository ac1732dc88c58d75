import type { Redaction } from '@raydeck/core';
import { z } from 'zod';

/** How far an attempt says it is. The message is user code's own text, hence payload. */
export const Progress = z.object({
  current: z.number(),
  total: z.number().nullable().default(null),
  message: z.string().nullable().default(null),
});
export type Progress = z.infer<typeof Progress>;

/** Null when there is none; without payload permission the numbers only. */
export function progressOf(value: unknown, canViewPayload: boolean, redaction: Redaction): Progress | null {
  const { data } = Progress.safeParse(value);
  if (!data) return null;
  const message = canViewPayload && data.message !== null ? redaction.text(data.message) : null;
  return { ...data, message };
}
