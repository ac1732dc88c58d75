import { ApiError, type ProblemCode } from '../error.ts';

/**
 * A repeated call that finds the state changed may have changed it itself, by a try whose answer was lost. `look` then says
 * what there is, or null when that is not what the call was for: then its error stands.
 */
export async function unlessDone<T>(
  call: Promise<T>,
  code: ProblemCode,
  look: () => Promise<T | null> | T | null,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ApiError) || !error.isAfterDoubt || error.code !== code) throw error;
    const found = await look();
    if (found === null) throw error;
    return found;
  }
}
