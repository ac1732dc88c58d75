import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutDir } from '../checkout.ts';
import { findSecrets } from '../state/secrets-file.ts';
import { readStoredSettings } from '../state/settings-file.ts';
import { type LaunchedStack, launchedStack } from '../testing/launched-stack.ts';

/** The TypeScript of a page, in its order: one program. */
function programOf(page: string): string {
  const text = readFileSync(join(checkoutDir, page), 'utf8');
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code).join('\n');
}

/** What it says that it prints: the comments behind console.log. */
function expectedLines(program: string): string[] {
  return [...program.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment = '']) => comment);
}

/** In what is expected … stands for anything. */
function isLike(line: string, expected: string): boolean {
  const [start = '', end] = expected.split('…');
  return end === undefined ? line === start : line.startsWith(start) && line.endsWith(end);
}

const PAGES = ['docs/typescript.md', 'packages/client/README.md'];
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

let stack: LaunchedStack;
let project: string;

/** A stack, and a project beside ours that has the client among its modules. */
beforeAll(async () => {
  stack = launchedStack();
  const up = await stack.run(['up', '--no-ray', '--detach']);
  if (up.exitCode !== 0) throw new Error(up.output);
  project = mkdtempSync(join(tmpdir(), 'raydeck-guide-'));
  mkdirSync(join(project, 'node_modules/@raydeck'), { recursive: true });
  symlinkSync(join(checkoutDir, 'packages/client'), join(project, 'node_modules/@raydeck/client'));
  symlinkSync(join(checkoutDir, 'node_modules/@types'), join(project, 'node_modules/@types'));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
}, 600_000);
afterAll(async () => {
  rmSync(project, { recursive: true, force: true });
  await stack.dispose();
});

test.each(PAGES)('%s has no error of types, and prints what it says', (page) => {
  const program = programOf(page);
  writeFileSync(join(project, 'program.ts'), program);
  const tsc = join(checkoutDir, 'node_modules/.bin/tsc');
  const checked = spawnSync(tsc, ['--noEmit', ...OPTIONS, 'program.ts'], { cwd: project, encoding: 'utf8' });
  expect(checked.stdout).toBe('');

  const { webHealthUrl } = readStoredSettings(stack.state).stack ?? {};
  const ran = spawnSync(process.execPath, ['program.ts'], {
    cwd: project,
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      PATH: process.env['PATH'],
      RAYDECK_URL: webHealthUrl?.replace('/api/health', ''),
      RAYDECK_API_KEY: findSecrets(stack.state)?.adminApiKey,
    },
  });
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  const lines = ran.stdout.trimEnd().split('\n');
  const expected = expectedLines(program);
  expect(expected.length).toBeGreaterThan(0);
  expect(lines.map((line, at) => (isLike(line, expected[at] ?? '') ? expected[at] : line))).toEqual(expected);
});
