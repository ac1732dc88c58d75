import { describe, expect, it } from 'vitest';
import { createPackageKeeper } from './package-keeper.ts';

/** A cluster that holds what was put there, and a clock that is set by hand. */
function setUp() {
  const held = new Set<string>();
  const calls: string[] = [];
  const clock = { ms: 0 };
  const keeper = createPackageKeeper({
    client: {
      hasPackage: async (hash) => {
        calls.push('ask');
        return held.has(hash);
      },
      uploadPackage: async ({ hash }) => {
        calls.push('upload');
        held.add(hash);
      },
    },
    now: () => clock.ms,
  });
  return { held, calls, clock, keeper };
}

const load = async () => Buffer.from('zip');

describe('the package keeper', () => {
  it('uploads once for many that wait for it', async () => {
    const { calls, keeper } = setUp();
    await Promise.all(Array.from({ length: 10 }, () => keeper.ensure('s1', 'abc', load)));
    await keeper.ensure('s1', 'abc', load);
    expect(calls).toEqual(['ask', 'upload']);
  });

  it('loads nothing that the cluster holds', async () => {
    const { held, keeper } = setUp();
    held.add('abc');
    await keeper.ensure('s1', 'abc', () => Promise.reject(new Error('loaded')));
  });

  it('asks again after a minute, so that Ray keeps it, and brings back what Ray has thrown away', async () => {
    const { held, calls, clock, keeper } = setUp();
    await keeper.ensure('s1', 'abc', load);
    held.clear();
    clock.ms = 60_000;
    await keeper.ensure('s1', 'abc', load);
    expect(calls).toEqual(['ask', 'upload', 'ask', 'upload']);
  });

  it('asks a restarted head at once', async () => {
    const { held, calls, keeper } = setUp();
    await keeper.ensure('s1', 'abc', load);
    held.clear();
    await keeper.ensure('s2', 'abc', load);
    expect(calls).toEqual(['ask', 'upload', 'ask', 'upload']);
  });

  it('tries again after a failure', async () => {
    const { keeper, held } = setUp();
    await expect(keeper.ensure('s1', 'abc', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    await keeper.ensure('s1', 'abc', load);
    expect(held.has('abc')).toBe(true);
  });
});
