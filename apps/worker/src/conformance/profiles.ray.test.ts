import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipDirectory } from '@raydeck/ray';
import { EncryptionKeys, type ProfileSettingsInput, putPackage, putProfile, testProfile } from '@raydeck/services';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

const secret = 'hunter2-of-the-shop';
const keyRing = EncryptionKeys.parse(`test:${Buffer.alloc(32, 7).toString('base64')}`);
/** With a marker of this run, so that no earlier run has left it installed. */
const requirements = { installer: 'pip' as const, packages: [`cowsay==6.1 ; python_version != "1.${Date.now()}"`] };

/** Works only with its folder, its requirement, its variable and its secret, all there before it is imported. */
const shop = `
import os
import sys
from importlib.metadata import version
from pathlib import Path

import cowsay
import raydeck

MODE, KEY = os.environ["SHOP_MODE"], os.environ["SHOP_KEY"]


@raydeck.task
def report():
    print("the shop is open")
    cow = cowsay.get_output_string("cow", "moo")
    here = [name for name, value in os.environ.items() if KEY in value]
    return {"mode": MODE, "key": KEY.upper(), "in": here, "cowsay": version("cowsay"), "says": "moo" in cow,
            "motto": Path("motto.txt").read_text(), "python": sys.executable}
`;

let kit: WorkerKit;
let hash: string;

beforeAll(async () => {
  kit = await createWorkerKit('ray_job');
  await kit.startWorker({ ENCRYPTION_KEYS: keyRing });
  const code = await packShop();
  ({ hash } = code);
  await putPackage(kit.context, code);
});
afterAll(() => kit?.close(), 60_000);

async function packShop() {
  const folder = await mkdtemp(join(tmpdir(), 'raydeck-shop-'));
  try {
    await mkdir(join(folder, 'shop'));
    await writeFile(join(folder, 'shop', '__init__.py'), '');
    await writeFile(join(folder, 'shop', 'tasks.py'), shop);
    await writeFile(join(folder, 'motto.txt'), 'open all day');
    return await zipDirectory(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const put = (name: string, settings: Partial<ProfileSettingsInput>) =>
  putProfile({ ...kit.context, keyRing }, { name, settings: { source: { kind: 'image' }, ...settings } });

/** The first attempt of a task, once the condition holds for it. */
const attemptOf = (taskId: string, condition: (attempt: Attempt) => boolean) =>
  until(
    `the attempt of ${taskId}`,
    async () => {
      const attempt = await kit.db.prisma.attempt.findFirst({ where: { taskId }, orderBy: { number: 'asc' } });
      return attempt && condition(attempt) ? attempt : null;
    },
    { deadlineMs: 150_000 },
  );
const isOver = ({ finishedAt }: Attempt) => finishedAt !== null;
type Attempt = NonNullable<Awaited<ReturnType<WorkerKit['db']['prisma']['attempt']['findFirst']>>>;

/** All that Ray tells of the attempt's job to everybody. */
async function rayRecordOf({ rayJobId }: Attempt): Promise<{ entrypoint: string; text: string }> {
  const { RAYDECK_TEST_RAY_ADDRESS: address, RAYDECK_TEST_RAY_TOKEN: token } = process.env;
  const ask = async (path: string) => {
    const answer = await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.text();
  };
  const record = await ask(`/api/jobs/${rayJobId}`);
  const { entrypoint } = JSON.parse(record) as { entrypoint: string };
  return { entrypoint, text: record + (await ask(`/api/jobs/${rayJobId}/logs`)) };
}

describe('a profile on Ray', { timeout: 120_000 }, () => {
  test.concurrent('brings folder, requirement, variable and secret; Ray never sees the secret', async () => {
    const settings = { envVars: { SHOP_MODE: 'test' }, secrets: { SHOP_KEY: secret }, python: 'python3', requirements };
    await put('shop', { source: { kind: 'package', hash }, ...settings });
    const taskId = await kit.enqueue({ callable: 'shop.tasks.report', profile: 'shop' });

    const waiting = await attemptOf(taskId, ({ logTail }) => logTail !== null);
    expect(waiting).toMatchObject({
      state: 'SUBMITTED',
      logTail: expect.stringMatching(/^\d\d:\d\d:\d\d .*virtualenv/),
    });

    const task = await kit.finished(taskId);
    expect(task).toMatchObject({ state: 'SUCCEEDED' });
    const found: unknown = JSON.parse(task.result ?? '');
    expect(found).toMatchObject({ mode: 'test', in: ['SHOP_KEY'], cowsay: '6.1', says: true, motto: 'open all day' });
    expect(found).toMatchObject({
      key: secret.toUpperCase(),
      python: expect.stringMatching(/pip.*\/python3$/),
    });

    const [attempt] = task.attempts;
    expect(attempt?.logTail).toMatch(/virtualenv[\s\S]*the shop is open\n$/);
    const { entrypoint, text } = await rayRecordOf(attempt as Attempt);
    expect(entrypoint).toBe('exec python3 -m raydeck.entrypoint');
    expect(text).toContain('SHOP_MODE');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('SHOP_KEY');
    expect(
      JSON.stringify(task.attempts, (_key, value: unknown) => (typeof value === 'bigint' ? '' : value)),
    ).not.toContain(secret);

    const tested = await testProfile(kit.context, { name: 'shop' });
    const trial = await kit.finished(tested.taskId);
    expect(trial).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1 });
    const said = trial.attempts[0]?.logTail;
    for (const line of ['requirement cowsay: 6.1', 'variable SHOP_KEY: set', 'variable SHOP_MODE: set'])
      expect(said).toContain(line);
    expect(said).not.toContain(secret);
  });

  test.concurrent('that cannot be set up ends its test with what pip said', async () => {
    const packages = ['no-such-distribution-of-raydeck==9.9'];
    await put('broken', { requirements: { installer: 'pip', packages } });
    const { taskId } = await testProfile(kit.context, { name: 'broken' });
    const task = await kit.finished(taskId);
    expect(task).toMatchObject({ state: 'FAILED', attemptCount: 1 });
    const [attempt] = task.attempts;
    expect(attempt).toMatchObject({ state: 'FAILED', errorClass: 'RuntimeEnvSetupFailed' });
    expect(attempt?.errorMessage).toMatch(
      /^Ray could not set up .*No matching distribution found for no-such-distribution/s,
    );
    expect(attempt?.errorMessage).not.toContain('Traceback');
    expect(attempt?.logTail).toContain('No matching distribution found');
  });

  test.concurrent('whose address nobody serves says so', async () => {
    // Past the service, which refuses addresses of the machine itself.
    await kit.db.pool.query(
      `INSERT INTO raydeck.profile (name, version, source_uri, created_by) VALUES ('away', 1, 'https://127.0.0.1:9/shop.zip', 'test')`,
    );
    const taskId = await kit.enqueue({ callable: 'raydeck.demo.add', args: '[1, 2]', profile: 'away', maxAttempts: 1 });
    const attempt = await attemptOf(taskId, isOver);
    await kit.cancel(taskId);
    expect(attempt).toMatchObject({
      errorClass: 'RuntimeEnvSetupFailed',
      errorMessage: expect.stringContaining('/shop.zip'),
    });
  });

  test.concurrent('runs the interpreter that it names, and says which one is not there', async () => {
    await put('nowhere', { python: '/opt/nowhere/bin/python3' });
    const taskId = await kit.enqueue({ callable: 'raydeck.demo.add', args: '[1, 2]', profile: 'nowhere' });
    const attempt = await attemptOf(taskId, isOver);
    expect(attempt.errorMessage).toContain('/opt/nowhere/bin/python3');
    await kit.cancel(taskId);
  });
});
