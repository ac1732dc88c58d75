import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionRef, ProfileVersion, Submission } from '@raydeck/core';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AttemptApiDouble, type SeenExecution, startAttemptApiDouble } from '../conformance/attempt-api-double.ts';
import { profileOf, runnerConformance } from '../conformance/runner-conformance.ts';
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

it('executions die with a worker that is killed, and their children too', async () => {
  const program = fileURLToPath(new URL('./local-worker.fixture.ts', import.meta.url));
  const submission = prepare('orphan', SLEEPS_WITH_CHILD);
  const order = { python: testPython(), directory, attemptApiUrls: [api.url], submission };
  const worker = spawn(process.execPath, [program], { stdio: ['pipe', 'inherit', 'inherit'] });
  worker.stdin.end(JSON.stringify(order));
  const { pid } = await running('orphan');
  await until('its child runs', () => membersOf(pid) === 2);
  worker.kill('SIGKILL');
  await until('all have died with the worker', () => membersOf(pid) === 0);
});

it('executions are over once the runner is closed, and no folder is left', async () => {
  const own = join(directory, 'own');
  const runner = createLocalRunner({ ...(await optionsFor([api.url])), directory: own });
  await runner.submit(prepare('closed', SLEEPS_WITH_CHILD));
  const { pid } = await running('closed');
  await runner.close();
  expect(membersOf(pid)).toBe(0);
  await expect(runner.submit(prepare('late', SLEEPS_WITH_CHILD))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await until('the working folder is gone', async () => (await readdir(join(own, 'work'))).length === 0);
});

it('who kills the process that executions are forked from ends all of them, as from outside, and none after it', async () => {
  const runner = createLocalRunner(await optionsFor([api.url]));
  await runner.submit(prepare('beside', SLEEPS_WITH_CHILD));
  const beside = await running('beside');
  await until('its child runs', () => membersOf(beside.pid) === 2);
  await runner.submit(prepare('killer', `(os.kill(os.getppid(), 9), time.sleep(300))`));
  const killer = await running('killer');
  for (const [attemptId, { pid }] of [['beside', beside] as const, ['killer', killer] as const]) {
    const end = await until('it is over', async () => {
      const [seen] = await runner.observe([refOf(attemptId)]);
      return seen?.kind === 'ended' && seen;
    });
    expect(end).toMatchObject({ exitCode: null, cause: 'stopped' });
    await until('its processes are gone', () => membersOf(pid) === 0);
  }
  await runner.submit(prepare('after', '2 + 3'));
  await until('the next one succeeds', () => api.executions('after')[0]?.outcome?.result === '5');
  await runner.close();
});

it('user code finds what a new interpreter would, though it was forked', async () => {
  const runner = createLocalRunner(await optionsFor([api.url]));
  const found = `{
    "main": sys.modules["__main__"].__spec__.name,
    "argv": [os.path.basename(name) for name in sys.argv],
    "directoryIsFirst": sys.path[0] == os.getcwd() and os.listdir() == [],
    "stdin": sys.stdin.read(),
    "leads": os.getsid(0) == os.getpgrp() == os.getpid(),
    "interrupt": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
    "child": signal.getsignal(signal.SIGCHLD) is signal.SIG_DFL,
    "spawned": multiprocessing.get_context("spawn").Pool(1).map(abs, [-1]),
  }`;
  await runner.submit(prepare('new', found.replaceAll(/\s+/g, ' ')));
  const result = await until('it has ended', () => api.executions('new')[0]?.outcome?.result);
  expect(JSON.parse(result)).toEqual({
    main: 'raydeck.entrypoint',
    argv: ['entrypoint.py'],
    directoryIsFirst: true,
    stdin: '',
    leads: true,
    interrupt: true,
    child: true,
    spawned: [1],
  });
  await runner.close();
});

it('an execution finds no descriptor and no environment of another one', async () => {
  const runner = createLocalRunner(await optionsFor([api.url]));
  const profile = profileOf({ envVars: { SHOP_KEY: 'of the first' } });
  await runner.submit({ ...prepare('first', 'time.sleep(300)'), profile });
  await running('first');
  await runner.submit(prepare('second', `[sorted(os.listdir("/dev/fd")), "SHOP_KEY" in os.environ]`));
  await runner.submit(prepare('third', `[sorted(os.listdir("/dev/fd")), "SHOP_KEY" in os.environ]`));
  const [second, third] = await Promise.all(
    ['second', 'third'].map((id) => until('it has ended', () => api.executions(id)[0]?.outcome?.result)),
  );
  expect(second).toMatch(/, false\]$/);
  expect(third).toBe(second);
  await runner.close();
});

it.each([
  ['/nowhere/python', /LOCAL_PYTHON.*ENOENT/],
  ['/bin/false', /LOCAL_PYTHON/],
])('the interpreter %s is a refusal with the name of the setting', async (python, message) => {
  const runner = createLocalRunner({ ...(await optionsFor([api.url])), python });
  const refused = expect.objectContaining({ code: 'PRECONDITION', message: expect.stringMatching(message) });
  await expect(runner.submit(prepare('nobody', '1'))).rejects.toEqual(refused);
  await expect(runner.submit(prepare('nobody', '1'))).rejects.toEqual(refused);
  await runner.close();
});

it.each<[string, Partial<ProfileVersion>, RegExp]>([
  ['requirements', { requirements: { installer: 'pip', packages: ['numpy'] } }, /installs nothing.*shop/],
  ['code by address', { source: { kind: 'uri', uri: 's3://bucket/shop.zip' } }, /fetches nothing.*s3:\/\/bucket/],
  ['an interpreter that is not there', { python: '/nowhere/python' }, /the python of profile shop/],
])('a profile with %s is a refusal that says what to do', async (_what, part, message) => {
  const runner = createLocalRunner(await optionsFor([api.url]));
  const refused = expect.objectContaining({ code: 'PRECONDITION', message: expect.stringMatching(message) });
  await expect(runner.submit({ ...prepare('nobody', '1'), profile: profileOf(part) })).rejects.toEqual(refused);
  await runner.close();
});

const SLEEPS_WITH_CHILD = `(subprocess.Popen(["sleep", "300"]), time.sleep(300))`;

/** A submission of a Python expression, in which some modules of the standard library stand for themselves. */
function prepare(attemptId: string, expression: string): Submission {
  const names = ['os', 'sys', 'time', 'signal', 'subprocess', 'multiprocessing'];
  const modules = names.filter((name) => expression.includes(`${name}.`));
  const imports = modules.map((name) => `${name} := __import__("${name}"), `).join('');
  const args = JSON.stringify([`(${imports}${expression},)[-1]`, {}]);
  const ticket = api.ticketFor(attemptId, { callable: 'builtins.eval', args });
  return { attemptId, executionName: `rd-test-${attemptId}`, ticket, resources: {}, profile: null };
}

function refOf(attemptId: string): ExecutionRef {
  return { attemptId, executionName: `rd-test-${attemptId}`, rayAddress: null, raySession: null };
}

function running(attemptId: string): Promise<SeenExecution> {
  return until(`${attemptId} runs`, () => api.executions(attemptId).find((one) => one.isAdmitted));
}

/** How many processes of a group live. */
function membersOf(group: number): number {
  const listed = execFileSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' }).split('\n');
  return listed.filter((line) => new RegExp(`^\\s*${group} +[^Z]`).test(line)).length;
}
