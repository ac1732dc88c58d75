import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const workspace = join(import.meta.dirname, '..');
let folder: string;
let built: string;

/** A project beside ours, with the built package among its modules and nothing else. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raydeck-client-'));
  built = join(folder, 'node_modules/@raydeck/client');
  mkdirSync(built, { recursive: true });
  execFileSync(process.execPath, [join(workspace, 'build.ts'), built]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the built package runs as plain JavaScript, and depends on nothing', () => {
  writeFileSync(
    join(folder, 'use.mjs'),
    `import { ApiError, createClient, isTaskFinal, rawJson } from '@raydeck/client';
    const fetch = async (url, { body }) => Response.json({ id: url, replayed: isTaskFinal('FAILED'), body });
    const client = createClient({ url: 'http://raydeck', apiKey: 'k', fetch });
    console.log(JSON.stringify(await client.enqueue({ callable: 'a.b', args: rawJson('[1.0]'), idempotencyKey: 'i' })));
    if (!(new ApiError({ code: 'INVALID' }) instanceof Error)) throw new Error();`,
  );
  const printed = execFileSync(process.execPath, ['--no-experimental-strip-types', join(folder, 'use.mjs')]);
  expect(JSON.parse(printed.toString())).toEqual({
    id: 'http://raydeck/api/v1/tasks',
    replayed: true,
    body: '{"callable":"a.b","args":[1.0],"idempotencyKey":"i"}',
  });
  const published = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(published)).not.toEqual(expect.arrayContaining([expect.stringMatching(/ependencies|private/)]));
  expect(published['license']).toBe('Apache-2.0');
});

it('its types stand alone, also for a project that checks libraries and knows no Node', () => {
  writeFileSync(
    join(folder, 'use.ts'),
    `import { createClient, type Task } from '@raydeck/client';
    const client = createClient({ url: 'http://raydeck', apiKey: 'k' });
    export const task: Promise<Task> = client.wait('1', { signal: AbortSignal.timeout(1000) });
    // @ts-expect-error: a state that is none
    export const page = client.page({ state: 'DONE' });`,
  );
  const options = { strict: true, skipLibCheck: false, noEmit: true, types: [], lib: ['es2022', 'dom'] };
  const compilerOptions = { ...options, target: 'es2022', module: 'nodenext' };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync(join(workspace, '../../node_modules/.bin/tsc'), ['-p', folder], { stdio: 'inherit' });
});

it('the built package holds no tests and no TypeScript sources', () => {
  const files = readdirSync(built, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /\.test\.|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'index.js', 'index.d.ts']));
});
