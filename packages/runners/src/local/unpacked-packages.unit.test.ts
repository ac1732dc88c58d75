import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipDirectory } from '@raydeck/ray';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unpackedPackages } from './unpacked-packages.ts';

let root: string;
let content: Buffer;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'raydeck-unpacked-'));
  const code = await mkdtemp(join(root, 'code-'));
  await writeFile(join(code, 'app.py'), 'print(1)');
  content = (await zipDirectory(code)).content;
});

afterEach(async () => rm(root, { recursive: true, force: true }));

it('a package is there wholly for each of many that ask at once, and nothing else is left', async () => {
  const directory = join(root, 'packages');
  const folders = await Promise.all(
    Array.from({ length: 20 }, () => unpackedPackages(directory).folder('abc', async () => content)),
  );
  expect(new Set(folders)).toEqual(new Set([join(directory, 'abc')]));
  expect(await readFile(join(directory, 'abc', 'app.py'), 'utf8')).toBe('print(1)');
  expect(await readdir(directory)).toEqual(['abc']);
});

it('a package that cannot be loaded leaves nothing, and is tried again', async () => {
  const directory = join(root, 'packages');
  const packages = unpackedPackages(directory);
  await expect(packages.folder('abc', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await readdir(directory)).toEqual([]);
  expect(await packages.folder('abc', async () => content)).toBe(join(directory, 'abc'));
});
