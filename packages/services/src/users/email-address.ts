import { z } from 'zod';

/** Lower case, as the table keeps it; the pattern is the table's own. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'An e-mail address has at most 254 characters.')
  .regex(/^[^@\s]+@[^@\s]+$/, 'This is not an e-mail address.');
