import { z } from 'zod';
import { targetTypes } from '../audit.ts';

/** PostgreSQL's text holds no NUL, and nothing it holds could match half a character. */
const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'must be well-formed text without NUL');

/** Which audit rows a list is about; all that is given must hold. */
export const AuditFilter = z.strictObject({
  /** As rows show it: `user:ada@example.com`, `key:ci/abcdefghij`. */
  actor: text(500).optional(),
  action: text(100).optional(),
  targetType: z.enum(targetTypes).optional(),
  targetId: text(300).optional(),
  /** From this time on. */
  after: z.date().optional(),
  /** Up to, and not with, this time. */
  before: z.date().optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;
