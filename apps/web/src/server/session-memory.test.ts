import { expect, it } from 'vitest';
import { SessionMemory } from './session-memory.ts';

function made() {
  const reads: string[][] = [];
  const roles = new Map([
    ['ada', 'ADMIN'],
    ['bob', 'VIEWER'],
  ]);
  let at = 0;
  const memory = new SessionMemory<string, string | null>({
    keyOf: (name) => name,
    read: async (names) => {
      reads.push([...names]);
      return names.map((name) => roles.get(name) ?? null);
    },
    maxAgeMs: 10_000,
    idleMs: 60_000,
    now: () => at,
  });
  return { memory, reads, roles, pass: (ms: number) => (at += ms) };
}

it('reads all that are in use at once, however many ask', async () => {
  const { memory, reads, pass } = made();
  const ask = () => Promise.all(['ada', 'bob', 'ada', 'nobody'].map((name) => memory.find(name)));
  expect(await ask()).toEqual(['ADMIN', 'VIEWER', 'ADMIN', null]);
  expect(reads).toEqual([['ada', 'bob', 'nobody']]);
  pass(9_999);
  await ask();
  expect(reads).toHaveLength(1);
  pass(1);
  await memory.find('bob');
  expect(reads[1]?.toSorted()).toEqual(['ada', 'bob', 'nobody']);
  await ask();
  expect(reads).toHaveLength(2);
});

it('knows of a change after its age at most, and at once when told to forget', async () => {
  const { memory, roles, pass } = made();
  await memory.find('ada');
  roles.delete('ada');
  pass(9_000);
  expect(await memory.find('ada')).toBe('ADMIN');
  pass(1_000);
  expect(await memory.find('ada')).toBe(null);
  roles.set('ada', 'VIEWER');
  memory.forget();
  expect(await memory.find('ada')).toBe('VIEWER');
});

it('keeps nothing of a read that began before it was told to forget', async () => {
  const { memory, reads } = made();
  const asked = memory.find('ada');
  await new Promise((resolve) => setImmediate(resolve));
  memory.forget();
  await asked;
  await memory.find('ada');
  expect(reads).toHaveLength(2);
});

it('leaves out those who are gone, and tells a failure to those who asked', async () => {
  const { memory, reads, pass } = made();
  await memory.find('ada');
  pass(70_000);
  await memory.find('bob');
  expect(reads[1]).toEqual(['bob']);
  const failing = new SessionMemory<string, string>({
    keyOf: (name) => name,
    read: () => Promise.reject(new Error('away')),
    maxAgeMs: 1,
    idleMs: 1,
  });
  await expect(failing.find('ada')).rejects.toThrow('away');
  await expect(failing.find('ada')).rejects.toThrow('away');
});
