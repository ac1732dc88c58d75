import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutDir } from '../checkout.ts';

const OPTIONS = [
  '--strict',
  '--target',
  'es2024',
  '--module',
  'nodenext',
  '--types',
  'node',
  '--allowImportingTsExtensions',
];

/** Makes the folder a project that has the client among its modules. */
export function makeProject(folder: string): void {
  mkdirSync(join(folder, 'node_modules/@raydeck'), { recursive: true });
  symlinkSync(join(checkoutDir, 'packages/client'), join(folder, 'node_modules/@raydeck/client'));
  symlinkSync(join(checkoutDir, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}

/** What the compiler has against a program in such a folder. */
export function typeErrors(folder: string, program: string): string {
  const tsc = join(checkoutDir, 'node_modules/.bin/tsc');
  return spawnSync(tsc, ['--noEmit', ...OPTIONS, program], { cwd: folder, encoding: 'utf8' }).stdout;
}
