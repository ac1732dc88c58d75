import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDirectoryStorage } from '../directory/directory-storage.ts';
import { storageConformance } from './storage-conformance.ts';

storageConformance('a directory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rd-storage-'));
  return {
    storage: createDirectoryStorage(join(folder, 'made', 'when', 'needed')),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

test('a folder that is none is unavailable, and its path stays inside', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rd-storage-'));
  await writeFile(join(folder, 'a-file'), '');
  const storage = createDirectoryStorage(join(folder, 'a-file'));
  await expect(storage.check()).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.not.stringMatching('a-file'),
  });
  async function* body() {
    yield Buffer.from('x');
  }
  await expect(storage.put('i/result/u.json', body())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await readdir(folder)).toEqual(['a-file']);
  await rm(folder, { recursive: true });
});
