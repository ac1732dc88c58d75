import { z } from 'zod';

/**
 * `ready`: tasks may be due. `changed`: these tasks moved. `cancel`: a cancel of these tasks waits for their worker.
 * `schedules`: a schedule was made, changed or resumed. `errand`: something waits for whoever leads. `orphans`: there are attempts to adopt.
 */
export const Hint = z.object({
  ready: z.literal(true).optional(),
  changed: z.array(z.string()).optional(),
  cancel: z.array(z.string()).optional(),
  schedules: z.literal(true).optional(),
  errand: z.literal(true).optional(),
  orphans: z.literal(true).optional(),
});

export type Hint = z.infer<typeof Hint>;
