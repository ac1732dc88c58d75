import type { NodeOffer, Observation } from '@raydeck/core';
import { describe, expect, it } from 'vitest';
import { createPlacement, isNotPlaced, withMisfit } from './placement.ts';

const node: NodeOffer = {
  alive: true,
  cpu: 2,
  usedCpu: 0,
  gpu: 1,
  usedGpu: 0,
  memoryBytes: 0,
  usedMemoryBytes: 0,
  custom: {},
  labels: {},
};

describe('placement', () => {
  it('counts the CPUs that the runner asks for where the task names none', () => {
    const placement = createPlacement({ nodes: () => [node], defaultNumCpus: 4 });
    expect(placement({})?.text).toBe('It asks for 4 CPUs; the largest node has 2 CPUs.');
    expect(placement({ numCpus: 0 })).toBeNull();
  });

  it('says nothing of a cluster that cannot be seen', () => {
    expect(createPlacement({ nodes: () => null, defaultNumCpus: 1 })({ numGpus: 64 })).toBeNull();
  });

  it("stands before Ray's own words, for what was never placed and nothing else", () => {
    const ended = { kind: 'ended', exitCode: null, detail: 'gave up', nodeId: null } as const;
    const never: Observation = { ...ended, cause: 'start_timed_out' };
    expect(isNotPlaced(never)).toBe(true);
    expect(withMisfit(never, { kind: 'impossible', text: 'Too much.' })).toMatchObject({ detail: 'Too much. gave up' });
    expect(isNotPlaced({ kind: 'pending', detail: null })).toBe(true);
    expect(isNotPlaced({ ...ended, cause: 'exited' })).toBe(false);
    expect(isNotPlaced({ kind: 'running', nodeId: null })).toBe(false);
  });
});
