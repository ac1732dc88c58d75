import type { Principal } from '@raydeck/core';
import { describe, expect, it } from 'vitest';
import { keyMemory, keyMemoryMs } from './key-memory.ts';

const principal = { kind: 'key', id: 'key:ci/a' } as Principal;

function scene() {
  const state = { valid: true, looks: 0, at: 0 };
  const memory = keyMemory(
    async () => {
      state.looks += 1;
      return state.valid ? principal : null;
    },
    () => state.at,
  );
  return { state, memory };
}

describe('keyMemory', () => {
  it('looks once in its time, and notices within it that a key is over', async () => {
    const { state, memory } = scene();
    expect(await memory.verify('a')).toBe(principal);
    state.valid = false;
    state.at = keyMemoryMs - 1;
    expect(await memory.verify('a')).toBe(principal);
    expect(state.looks).toBe(1);
    state.at = keyMemoryMs;
    expect(await memory.verify('a')).toBeNull();
  });

  it('tells keys apart, and remembers none that is none', async () => {
    const { state, memory } = scene();
    await memory.verify('a');
    state.valid = false;
    expect(await memory.verify('b')).toBeNull();
    state.valid = true;
    expect(await memory.verify('b')).toBe(principal);
  });

  it('forgets at once what changed here, also what is being looked up meanwhile', async () => {
    const { state, memory } = scene();
    const looking = memory.verify('a');
    memory.forget();
    await looking;
    state.valid = false;
    expect(await memory.verify('a')).toBeNull();
  });

  it('holds a bounded number of keys', async () => {
    const { state, memory } = scene();
    for (let at = 0; at < 1_001; at += 1) await memory.verify(String(at));
    await memory.verify('0');
    expect(state.looks).toBe(1_002);
  });
});
