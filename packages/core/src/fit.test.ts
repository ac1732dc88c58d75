import { describe, expect, it } from 'vitest';
import { misfitOf, type NodeOffer } from './fit.ts';
import { matchesLabel } from './label-selector.ts';

const GIB = 2 ** 30;

function node(part: Partial<NodeOffer> = {}): NodeOffer {
  const nothing = { cpu: 0, usedCpu: 0, gpu: 0, usedGpu: 0, memoryBytes: 8 * GIB, usedMemoryBytes: 0 };
  return { alive: true, ...nothing, custom: {}, labels: {}, ...part };
}

const head = node();
const cluster = [
  head,
  node({ cpu: 2, gpu: 1, custom: { disk: 2 }, labels: { zone: 'a' } }),
  node({ cpu: 8, labels: { zone: 'b' } }),
];

describe('misfitOf', () => {
  it.each([
    [{ numGpus: 64 }, 'It asks for 64 GPUs; the largest node has 1 GPU.'],
    [{ numCpus: 16 }, 'It asks for 16 CPUs; the largest node has 8 CPUs.'],
    [{ memoryBytes: 64 * GIB }, 'It asks for 64 GiB of memory; the largest node has 8 GiB of memory.'],
    [{ custom: { disk: 3 } }, 'It asks for 3 of disk; the largest node has 2 of disk.'],
    [{ custom: { unobtainium: 1 } }, 'It asks for 1 of unobtainium; no node has any.'],
    [{ labelSelector: { zone: 'c' } }, 'It asks for a node with the label zone=c; no node has it.'],
    [{ labelSelector: { zone: 'b' }, numGpus: 1 }, 'It asks for 1 GPU; no node with zone=b has any.'],
    [{ labelSelector: { zone: 'a', gpu: 'H100' } }, 'It asks for a node with the label gpu=H100; no node has it.'],
    [{ numCpus: 16, numGpus: 2 }, /^It asks for 16 CPUs; .+ It asks for 2 GPUs; the largest node has 1 GPU\.$/],
    [{ numCpus: 4, numGpus: 1 }, 'No single node has all that it asks for: 4 CPUs, 1 GPU.'],
  ])('says what of %j no node can hold', (resources, text) => {
    expect(misfitOf(resources, cluster)).toEqual({ kind: 'impossible', text: expect.stringMatching(text) });
  });

  it.each([
    {},
    { numCpus: 8 },
    { numCpus: 0.5, numGpus: 1, custom: { disk: 2 }, labelSelector: { zone: 'a' } },
    { labelSelector: { zone: '!a' } },
    { custom: { 'node:10.0.0.1': 0.01 } },
  ])('has nothing to say of %j, for which there is room', (resources) => {
    expect(misfitOf(resources, cluster)).toBeNull();
  });

  it('tells a node that is full from one that is too small', () => {
    const busy = node({ cpu: 2, usedCpu: 1.5 });
    expect(misfitOf({ numCpus: 1 }, [head, busy])).toEqual({
      kind: 'full',
      text: 'It asks for 1 CPU; the one node that could hold it has no room left now.',
    });
    expect(misfitOf({ numCpus: 1 }, [busy, busy])).toEqual({
      kind: 'full',
      text: 'It asks for 1 CPU; none of the 2 able nodes has room left now.',
    });
    expect(misfitOf({ numCpus: 0.5 }, [head, busy])).toBeNull();
  });

  it('counts no node that has died', () => {
    const dead = cluster.map((one) => ({ ...one, alive: one === head }));
    expect(misfitOf({ numCpus: 1 }, dead)?.text).toBe('It asks for 1 CPU; no node has any.');
    expect(misfitOf({}, [{ ...head, alive: false }])?.text).toBe('No node of the cluster is alive.');
  });
});

describe('matchesLabel', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    [undefined, 'a', false],
    ['a', '!a', false],
    ['b', '!a', true],
    [undefined, '!a', true],
    ['a', 'in(a,b)', true],
    ['b', 'in(a, b)', true],
    ['c', 'in(a,b)', false],
    ['c', '!in(a,b)', true],
    ['a', '!in(a,b)', false],
    [undefined, '!in(a,b)', true],
  ])('label %s, term %s: %s', (label, term, expected) => {
    expect(matchesLabel(label, term)).toBe(expected);
  });
});
