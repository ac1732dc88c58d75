import { RaydeckError } from '@raydeck/core';

/** After a guarded update that changed nothing. */
export async function whyUnchanged(count: Promise<number>, name: string, problem: string): Promise<RaydeckError> {
  if ((await count) === 0) return new RaydeckError('NOT_FOUND', `There is no queue "${name}".`);
  return new RaydeckError('CONFLICT', `Queue "${name}" ${problem}.`);
}
