import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const log = fileURLToPath(new URL('log.ts', import.meta.url));

/** What a process of its own writes to its standard output. */
async function lineOf(fields: string): Promise<string> {
  const script = `import { createLog } from ${JSON.stringify(log)};
    createLog({ part: 'test', level: 'info' }).info(${fields});`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return stdout;
}

it('A line has no password of an address, and nothing that stands beside a redacted name', async () => {
  const line =
    await lineOf(`{ event: 'e', error: Object.assign(new Error('no postgres://me:hunter2hunter2@db, token=abcdef'),
    { cause: new Error('password: opensesame') }) }`);
  expect(line).not.toMatch(/hunter2|abcdef|opensesame/);
  expect(JSON.parse(line)).toMatchObject({
    part: 'test',
    error: { message: 'no postgres://me:‹redacted›@db, token=‹redacted›' },
  });
});

it('A line of ids is written as it is', async () => {
  const fields = { event: 'attempt.claimed', taskId: '01a1f9e5-884d-7d40-803e-6c61603f6c55', waitMs: 12.5 };
  expect(JSON.parse(await lineOf(JSON.stringify(fields)))).toMatchObject(fields);
});

it('Of a message of Prisma a line has the end alone, without the values of the call', async () => {
  const message = 'Invalid call:\\n{ kwargs: "hunter2hunter2" }\\nArgument `queue` is missing.';
  const line = await lineOf(
    `{ event: 'e', error: Object.assign(new Error('${message}'), { name: 'PrismaClientValidationError' }) }`,
  );
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line)).toMatchObject({ error: { message: 'Argument `queue` is missing.' } });
});
