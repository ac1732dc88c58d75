import { createClient } from '@raydeck/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSecrets } from '../state/secrets-file.ts';
import { readStoredSettings } from '../state/settings-file.ts';
import { type LaunchedStack, launchedStack } from '../testing/launched-stack.ts';
import { expectedExitCode, expectedLines, inWordsOf } from './expected-output.ts';
import { type Block, blocksOf } from './page-blocks.ts';
import { newReader, type Reader } from './reader.ts';

const GUIDES = ['docs/first-task.md', 'docs/rest.md', 'docs/retries.md'];
const GUIDES_OF_ADMINISTRATORS = [
  'docs/queues.md',
  'docs/retention.md',
  'docs/bulk.md',
  'docs/webhooks.md',
  'docs/schedules.md',
  'docs/profiles.md',
  'docs/from-celery.md',
];
const PROGRAMS = ['docs/typescript.md', 'packages/client/README.md'];
const SHOWN_ONLY = ['text', 'cron'];
const TIMEOUT_MS = 600_000;

let stack: LaunchedStack;

beforeAll(async () => {
  stack = launchedStack();
  const up = await stack.run(['up', '--no-ray', '--detach']);
  if (up.exitCode !== 0) throw new Error(up.output);
}, TIMEOUT_MS);
afterAll(() => stack.dispose());

/** Follows a page from top to bottom, and compares what it says with what comes out. */
async function follow(reader: Reader, page: string): Promise<void> {
  const blocks = blocksOf(page);
  for (const [at, block] of blocks.entries()) {
    if (!canRun(block)) continue;
    const { exitCode, stdout, stderr } = await reader.follow(block);
    const expected = [...expectedLines(block), ...shownBehind(block, blocks[at + 1])];
    const lines = inWordsOf(expected, linesOf(stdout)).filter((line) => expected.includes(line));
    const context = { place: block.place, output: stdout + stderr };
    expect({ ...context, exitCode, lines }).toEqual({ ...context, exitCode: expectedExitCode(block), lines: expected });
  }
}

/** What applying a configuration prints stands in the block behind it. */
function shownBehind(block: Block, next: Block | undefined): string[] {
  return block.language === 'json' && next?.language === 'text' ? linesOf(next.text) : [];
}

function canRun({ language, notRun }: Block): boolean {
  return notRun === undefined && !SHOWN_ONLY.includes(language);
}

function linesOf(output: string): string[] {
  return output.trimEnd().split('\n');
}

test('README.md does what it says, and each way in makes a task that succeeds', { timeout: TIMEOUT_MS }, async () => {
  const reader = newReader(stack.state);
  try {
    await follow(reader, 'README.md');
  } finally {
    reader.dispose();
  }
  const url = readStoredSettings(stack.state).stack?.webHealthUrl?.replace('/api/health', '') ?? '';
  const client = createClient({ url, apiKey: findSecrets(stack.state)?.adminApiKey ?? '' });
  const results: unknown[] = [];
  for await (const { id } of client.list({ callable: 'tasks.charge' })) results.push(await client.result(id));
  const waysIn = ['command line', 'Python', 'TypeScript', 'REST', 'SQL'];
  expect(results).toEqual(waysIn.map(() => ({ order: 4711 })));
});

test.each(PROGRAMS)(
  'the TypeScript of %s is one program, has no error of types, and prints what it says',
  { timeout: TIMEOUT_MS },
  async (page) => {
    const reader = newReader(stack.state);
    try {
      reader.becomeAdministrator();
      const blocks = blocksOf(page).filter(({ language }) => language === 'ts');
      const program = { language: 'ts', place: page, text: blocks.map(({ text }) => text).join('\n') };
      const done = await reader.follow(program);
      expect(done).toMatchObject({ exitCode: 0, stderr: '' });
      const expected = expectedLines(program);
      expect(expected.length).toBeGreaterThan(0);
      expect(inWordsOf(expected, linesOf(done.stdout))).toEqual(expected);
    } finally {
      reader.dispose();
    }
  },
);

// Last, for they leave queues with limits and profiles behind.
describe('the guides, one after the other in one folder', () => {
  let reader: Reader;
  beforeAll(() => {
    reader = newReader(stack.state);
  });
  afterAll(() => reader.dispose());

  test.each(GUIDES)('%s does what it says', { timeout: TIMEOUT_MS }, (page) => follow(reader, page));

  test.each(GUIDES_OF_ADMINISTRATORS)(
    '%s does what it says, with the key of an administrator',
    { timeout: TIMEOUT_MS },
    (page) => {
      reader.becomeAdministrator();
      return follow(reader, page);
    },
  );
});
