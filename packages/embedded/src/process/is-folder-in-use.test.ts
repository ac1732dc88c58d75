import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isFolderInUse } from './is-folder-in-use.ts';

test('a folder is in use as long as a program in it runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rd-in-use-'));
  const program = join(folder, 'program.mjs');
  await writeFile(program, 'process.stdin.resume();');
  expect(isFolderInUse(folder)).toBe(false);
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'spawn');
  expect(isFolderInUse(folder)).toBe(true);
  child.kill();
  await once(child, 'exit');
  expect(isFolderInUse(folder)).toBe(false);
  await rm(folder, { recursive: true });
});
