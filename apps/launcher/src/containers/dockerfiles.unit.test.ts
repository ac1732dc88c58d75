import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkoutDir } from '../checkout.ts';
import { webNodeFlags, workerNodeFlags } from '../parts/node-flags.ts';
import { readService } from './compose.fixture.ts';
import { readDockerfile } from './dockerfile.fixture.ts';

const images = ['worker', 'web'] as const;

describe.each(images)('the image of %s', (name) => {
  const { instructions, command } = readDockerfile(name);
  const valuesOf = (key: string) => instructions.filter((one) => one.name === key).map(({ value }) => value);

  test('is built by the steps that other tests run', () => {
    const steps = valuesOf('RUN').map((value) => value.replace(/^--mount=\S+ /, ''));
    expect(steps).toEqual(['deploy/docker/install-packages.sh', `deploy/docker/build-${name}.sh /app`]);
  });

  test('does not run as root, and owns none of its files', () => {
    expect(valuesOf('USER')).toEqual(['1000:1000']);
    expect(instructions.filter(({ value }) => /--chown|--chmod/.test(value))).toEqual([]);
  });

  test('has the Node that ./raydeck fetches', () => {
    const [, version] = /NODE_PACKAGE=(\S+)/.exec(readFileSync(join(checkoutDir, 'raydeck'), 'utf8')) ?? [];
    for (const base of valuesOf('FROM'))
      expect(base).toMatch(new RegExp(`^node:${version}-bookworm-slim( AS build)?$`));
  });

  test('starts Node itself, so that signals reach it', () => {
    expect(command[0]).toBe('node');
  });

  test('is the one that docker-compose.yml builds', () => {
    expect(readService(name).build?.dockerfile).toBe(`deploy/docker/${name}.Dockerfile`);
  });
});

test('both images share the layers of the packages', () => {
  const shared = images.map((name) => {
    const { instructions } = readDockerfile(name);
    return instructions.slice(
      0,
      instructions.findIndex(({ value }) => value === '. .'),
    );
  });
  expect(shared[0]).toEqual(shared[1]);
  expect(shared[0]?.length).toBeGreaterThan(3);
});

test('console and worker have the same flags of Node in their images and by the launcher', () => {
  expect(readDockerfile('web').command).toEqual(['node', ...webNodeFlags, 'apps/web/server.js']);
  expect(readDockerfile('worker').command).toEqual(['node', ...workerNodeFlags, 'apps/worker/src/main.ts']);
});

test('the migrate step runs from the image of the worker, by a command that is there', () => {
  const { build, command = [] } = readService('migrate');
  expect(build?.dockerfile).toBe('deploy/docker/worker.Dockerfile');
  expect(command).toEqual(['node', 'apps/worker/src/migrate.ts']);
  expect(existsSync(join(checkoutDir, 'apps/worker/src/migrate.ts'))).toBe(true);
});
