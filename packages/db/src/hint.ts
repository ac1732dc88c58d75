import { z } from 'zod';

/** The one channel. Hints only: whoever misses one finds out by polling. */
export const channel = 'raydeck';

/**
 * `ready`: tasks may be due. `changed`: these tasks moved. `cancel`: a cancel of these tasks waits for their worker.
 * `schedules`: a schedule was made, changed or resumed.
 */
export const Hint = z.object({
  ready: z.literal(true).optional(),
  changed: z.array(z.string()).optional(),
  cancel: z.array(z.string()).optional(),
  schedules: z.literal(true).optional(),
});

export type Hint = z.infer<typeof Hint>;
