import { expect, it } from 'vitest';
import { shareRead } from './share-read.ts';

it('reads once for all who ask while the answer is young, and again for the next', async () => {
  let reads = 0;
  const read = async () => (reads += 1);
  expect(await Promise.all([shareRead('a', 60_000, read), shareRead('a', 60_000, read)])).toEqual([1, 1]);
  expect(await shareRead('b', 60_000, read)).toBe(2);
  expect(await shareRead('old', 0, read)).toBe(3);
  expect(await shareRead('old', 0, read)).toBe(4);
});

it('keeps no failure', async () => {
  const failing = () => Promise.reject(new Error('away'));
  await expect(shareRead('c', 60_000, failing)).rejects.toThrow('away');
  expect(await shareRead('c', 60_000, async () => 'back')).toBe('back');
});

it('forgets the oldest beyond its limit', async () => {
  for (let at = 0; at < 600; at += 1) await shareRead(`many ${at}`, 60_000, async () => at);
  expect(await shareRead('many 0', 60_000, async () => 'again')).toBe('again');
  expect(await shareRead('many 599', 60_000, async () => 'again')).toBe(599);
});
