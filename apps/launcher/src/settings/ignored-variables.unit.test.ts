import { expect, test } from 'vitest';
import { baseEnvironment, listIgnoredVariables } from './ignored-variables.ts';

test('an inherited address counts only when .env repeats it', () => {
  const inherited = { DATABASE_URL: 'x', PORT: '1', HOME: '/' };
  expect(listIgnoredVariables(inherited, {})).toEqual(['DATABASE_URL', 'PORT']);
  expect(listIgnoredVariables(inherited, { DATABASE_URL: 'y' })).toEqual(['PORT']);
});

test('children get nothing that aims them elsewhere or changes their runtime', () => {
  const foreign = {
    DATABASE_URL: 'x',
    RAY_ADDRESS: 'auto',
    RAY_AUTH_TOKEN: 'x',
    PGPASSWORD: 'x',
    NODE_OPTIONS: '--inspect',
    PYTHONPATH: 'x',
    VIRTUAL_ENV: 'x',
    CONDA_PREFIX: 'x',
    HOSTNAME: 'x',
    NEXTAUTH_SECRET: 'x',
    ENCRYPTION_KEYS: 'x',
    RAYDECK_STATE_DIR: 'x',
  };
  expect(Object.keys(baseEnvironment({ ...foreign, HOME: '/', LANG: 'C' })).toSorted()).toEqual([
    'HOME',
    'LANG',
    'NO_PROXY',
    'no_proxy',
  ]);
});

test('loopback never goes through a proxy', () => {
  expect(baseEnvironment({ no_proxy: 'intranet' })).toMatchObject({ NO_PROXY: 'intranet,localhost,127.0.0.1,::1' });
});
