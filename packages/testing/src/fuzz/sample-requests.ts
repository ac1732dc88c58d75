import fc from 'fast-check';
import type { ApiOperation, Document } from './operation.ts';
import { type FuzzRequest, type Known, requestArbitrary } from './request-arbitrary.ts';

/** So many requests of a seed, each by one of the callers. */
export function sampleRequests<Caller>(
  { document, operations }: { document: Document; operations: readonly ApiOperation[] },
  { known, callers, seed, count }: { known: Known; callers: readonly Caller[]; seed: number; count: number },
): { request: FuzzRequest; caller: Caller }[] {
  const arbitrary = fc.record({
    request: requestArbitrary(document, operations, known),
    caller: fc.constantFrom(...callers),
  });
  return fc.sample(arbitrary, { seed, numRuns: count });
}
