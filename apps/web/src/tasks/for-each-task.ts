import { RaydeckError } from '@raydeck/core';

export interface TaskOutcome {
  id: string;
  /** Null: it was done. */
  problem: string | null;
}

/** One after the other, each for itself: that one task has moved on meanwhile does not keep the others from it. */
export async function forEachTask(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
): Promise<TaskOutcome[]> {
  const outcomes: TaskOutcome[] = [];
  for (const id of ids) outcomes.push({ id, problem: await problemOf(() => act(id)) });
  return outcomes;
}

async function problemOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof RaydeckError) return error.message;
    throw error;
  }
}
