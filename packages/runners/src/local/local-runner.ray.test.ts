import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AttemptApiDouble, startAttemptApiDouble } from '../conformance/attempt-api-double.ts';
import { runnerConformance } from '../conformance/runner-conformance.ts';
import { testPython, testPythonPackage } from '../conformance/test-environment.ts';
import { createLocalRunner, type LocalRunnerOptions } from './create-local-runner.ts';

let directory: string;
let api: AttemptApiDouble;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'raydeck-local-'));
  api = await startAttemptApiDouble();
});

afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true, force: true });
});

async function optionsFor(attemptApiUrls: string[]): Promise<LocalRunnerOptions> {
  return {
    python: testPython(),
    inheritedEnv: { ...process.env, DATABASE_URL: 'secret-marker', RAYDECK_SECRET: 'secret-marker', ALLOWED: 'yes' },
    allowedEnv: ['ALLOWED'],
    directory,
    pythonPackage: await testPythonPackage(),
    loadPackage: async () => Promise.reject(new Error('no package is stored')),
    attemptApiUrls,
  };
}

runnerConformance('local', async ({ attemptApiUrls, loadPackage }) => {
  const runner = createLocalRunner({ ...(await optionsFor(attemptApiUrls)), loadPackage });
  return { runner, wire: null, close: () => runner.close() };
});

const submissionOf = (attemptId: string, ticket: string) => ({
  attemptId,
  executionName: `rd-test-${attemptId}`,
  ticket,
  resources: {},
  profile: null,
});

it('executions die with a worker that is killed', async () => {
  const ticket = api.ticketFor('orphan', { callable: 'time.sleep', args: '[300]' });
  const program = fileURLToPath(new URL('./local-worker.fixture.ts', import.meta.url));
  const order = {
    python: testPython(),
    directory,
    attemptApiUrls: [api.url],
    submission: submissionOf('orphan', ticket),
  };
  const worker = spawn(process.execPath, [program], { stdio: ['pipe', 'inherit', 'inherit'] });
  worker.stdin.end(JSON.stringify(order));
  const execution = await until('it runs', () => api.executions('orphan').find((one) => one.isAdmitted));
  worker.kill('SIGKILL');
  await until('the execution has died with its worker', () => !isAlive(execution.pid), { deadlineMs: 10_000 });
});

it('executions are over once the runner is closed, and no folder is left', async () => {
  const own = join(directory, 'own');
  const runner = createLocalRunner({ ...(await optionsFor([api.url])), directory: own });
  const ticket = api.ticketFor('closed', { callable: 'time.sleep', args: '[300]' });
  await runner.submit(submissionOf('closed', ticket));
  const execution = await until('it runs', () => api.executions('closed').find((one) => one.isAdmitted));
  await runner.close();
  expect(isAlive(execution.pid)).toBe(false);
  await expect(runner.submit(submissionOf('late', ticket))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await until('the working folder is gone', async () => (await readdir(join(own, 'work'))).length === 0);
});

it('an execution whose supervisor is killed does not live on unseen', async () => {
  const runner = createLocalRunner(await optionsFor([api.url]));
  const ticket = api.ticketFor('killed', {
    callable: 'builtins.eval',
    args: JSON.stringify(["(__import__('os').kill(__import__('os').getppid(), 9), __import__('time').sleep(300))"]),
  });
  await runner.submit(submissionOf('killed', ticket));
  const execution = await until('it runs', () => api.executions('killed').find((one) => one.isAdmitted));
  const ref = { attemptId: 'killed', executionName: 'rd-test-killed', rayAddress: null, raySession: null };
  const [end] = await until('it is over', async () => {
    const seen = await runner.observe([ref]);
    return seen[0]?.kind === 'ended' ? seen : null;
  });
  expect(end).toMatchObject({ exitCode: -9 });
  await until('its process is gone', () => !isAlive(execution.pid));
  await runner.close();
});

it('an interpreter that is not there is a refusal with the name of the setting', async () => {
  const runner = createLocalRunner({ ...(await optionsFor([api.url])), python: '/nowhere/python' });
  const submission = submissionOf('nobody', api.ticketFor('nobody', { callable: 'os.getpid', args: '[]' }));
  await expect(runner.submit(submission)).rejects.toMatchObject({ code: 'PRECONDITION', message: /LOCAL_PYTHON/ });
  await runner.close();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
