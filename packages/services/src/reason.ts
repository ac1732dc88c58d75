import { z } from 'zod';

/** Why somebody does something; the audit log keeps it. */
export const reason = z.string().trim().max(500, 'must have at most 500 characters');
