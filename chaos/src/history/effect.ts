import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A line that user code wrote of itself. Times are the machine's, which PostgreSQL here has too. */
export const Effect = z.object({
  event: z.enum(['start', 'return', 'raise']),
  key: z.string(),
  taskId: z.string(),
  attemptId: z.string(),
  number: z.number(),
  /** Of one call of user code. */
  run: z.string(),
  pid: z.number(),
  wallMs: z.number(),
  monotonicMs: z.number(),
  result: z.string().optional(),
  error: z.string().optional(),
});
export type Effect = z.infer<typeof Effect>;

/** All lines so far, in the order in which they were written. */
export async function readEffects(file: string): Promise<Effect[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // What comes after the last line's end is being written.
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => Effect.parse(JSON.parse(line)));
}
