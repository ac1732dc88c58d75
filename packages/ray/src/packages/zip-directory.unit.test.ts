import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPackageSize, PACKAGE_LIMIT_BYTES } from './package-size.ts';
import { unzipPackage } from './unzip-package.ts';
import { zipDirectory } from './zip-directory.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'raydeck-zip-'));
});

afterEach(async () => rm(root, { recursive: true, force: true }));

async function folder(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name, path)), { recursive: true });
    await writeFile(join(root, name, path), text);
  }
  return join(root, name);
}

async function pathsOf(directory: string): Promise<string[]> {
  return Object.keys(unzipSync((await zipDirectory(directory)).content)).toSorted();
}

describe('zipDirectory', () => {
  it('gives the same bytes for the same files, whenever and in whatever order they were written', async () => {
    const one = await folder('one', { 'a.py': 'a', 'b/c.py': 'c', 'B.py': 'b' });
    const two = await folder('two', { 'B.py': 'b', 'b/c.py': 'c', 'a.py': 'a' });
    await utimes(join(two, 'a.py'), new Date(2001, 1, 1), new Date(2001, 1, 1));
    const first = await zipDirectory(one);
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';
    const second = await zipDirectory(two);
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(second.hash).toBe(first.hash);
    expect(second.content.equals(first.content)).toBe(true);
    expect(first).toMatchObject({ fileCount: 3, sizeBytes: first.content.length });
  });

  it('gives another hash when a byte, a path or a mode differs', async () => {
    const hashes = new Set<string>();
    for (const files of [{ 'a.py': 'a' }, { 'a.py': 'b' }, { 'b.py': 'a' }]) {
      hashes.add((await zipDirectory(await folder(`f${hashes.size}`, files))).hash);
    }
    await chmod(join(root, 'f0', 'a.py'), 0o755);
    hashes.add((await zipDirectory(join(root, 'f0'))).hash);
    expect(hashes.size).toBe(4);
  });

  it('leaves out caches, version control and what .gitignore names, in every folder', async () => {
    const directory = await folder('code', {
      '.gitignore': '*.csv\n/data/\n!keep.csv\n',
      '.rayignore': 'models/\n',
      'app.py': '',
      'keep.csv': '',
      'big.csv': '',
      'data/x': '',
      'models/y': '',
      'shop/.gitignore': 'local.py\n!big.csv\n',
      'shop/local.py': '',
      'shop/big.csv': '',
      'shop/data/z.py': '',
      '.git/config': '',
      'shop/__pycache__/app.cpython-312.pyc': '',
      'shop/env/pyvenv.cfg': '',
      'shop/env/lib/python3/site-packages/huge.py': '',
      'node_modules/x/index.js': '',
    });
    expect(await pathsOf(directory)).toEqual(
      [
        '.gitignore',
        '.rayignore',
        'app.py',
        'keep.csv',
        'shop/.gitignore',
        'shop/big.csv',
        'shop/data/z.py',
      ].toSorted(),
    );
  });

  it('refuses a symbolic link, unless it is ignored', async () => {
    const directory = await folder('code', { 'app.py': '' });
    await symlink('/etc/hostname', join(directory, 'link'));
    await expect(zipDirectory(directory)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('link'),
    });
    await writeFile(join(directory, '.gitignore'), 'link\n');
    expect(await pathsOf(directory)).toEqual(['.gitignore', 'app.py']);
  });

  it('refuses a folder that is not there or holds nothing', async () => {
    await expect(zipDirectory(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await mkdir(join(root, 'empty'));
    await expect(zipDirectory(join(root, 'empty'))).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('names the largest folders and files of a package that Ray would not take', () => {
    const mebibyte = 1024 * 1024;
    const files = [
      { path: 'data/raw/2026/a.csv', sizeBytes: 60 * mebibyte },
      { path: 'data/raw/2026/b.csv', sizeBytes: 40 * mebibyte },
      { path: 'data/notes.md', sizeBytes: mebibyte },
      { path: 'model.bin', sizeBytes: 50 * mebibyte },
      { path: 'shop/tasks.py', sizeBytes: 1000 },
    ];
    expect(() => checkPackageSize(PACKAGE_LIMIT_BYTES, files)).toThrow(
      'The package has 100.0 MiB; Ray takes less than 100 MiB. Its largest folders: data/raw/2026/ (100.0 MiB), shop/ (0.0 MiB). ' +
        'Its largest files: data/raw/2026/a.csv (60.0 MiB), model.bin (50.0 MiB), data/raw/2026/b.csv (40.0 MiB). ' +
        'Name what is not needed in .gitignore.',
    );
    expect(() => checkPackageSize(PACKAGE_LIMIT_BYTES - 1)).not.toThrow();
  });
});

describe('unzipPackage', () => {
  it('gives back the files of zipDirectory', async () => {
    const { content } = await zipDirectory(await folder('code', { 'a/b.txt': 'text ü', 'empty.py': '' }));
    await mkdir(join(root, 'out'));
    await unzipPackage(content, join(root, 'out'));
    expect(await readFile(join(root, 'out', 'a/b.txt'), 'utf8')).toBe('text ü');
    expect((await stat(join(root, 'out', 'empty.py'))).size).toBe(0);
  });

  it.each(['../evil.py', 'a/../../evil.py', '..\\..\\evil.py'])(
    'writes nothing outside of the folder for %j',
    async (path) => {
      const content = Buffer.from(zipSync({ [path]: Buffer.from('x') }));
      await mkdir(join(root, 'out'));
      await unzipPackage(content, join(root, 'out')).catch(() => undefined);
      await expect(stat(join(root, 'evil.py'))).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it('refuses what is no zip', async () => {
    await expect(unzipPackage(Buffer.from('not a zip'), root)).rejects.toMatchObject({ code: 'INVALID' });
  });
});
