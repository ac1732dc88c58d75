import { expect, test } from 'vitest';
import { resolveSettings, UpFlags } from './resolve-settings.ts';

const flags = (given: object) => UpFlags.parse(given);

test('a flag wins over .env, and .env over nothing', () => {
  const dotenv = { DATABASE_URL: 'postgresql://of-env/a', PORT: '4000', RAY_ADDRESS: 'http://of-env:8265/' };
  expect(resolveSettings(flags({}), dotenv)).toMatchObject({
    databaseUrl: 'postgresql://of-env/a',
    port: 4000,
    ray: { kind: 'given', address: 'http://of-env:8265' },
  });
  expect(resolveSettings(flags({ databaseUrl: 'postgres://of-flag/b', port: '5000' }), dotenv)).toMatchObject({
    databaseUrl: 'postgres://of-flag/b',
    port: 5000,
  });
});

test('--no-ray wins over an address in .env', () => {
  expect(resolveSettings(flags({ ray: false }), { RAY_ADDRESS: 'http://of-env:8265' }).ray).toEqual({ kind: 'none' });
});

test('addresses that cannot be one are refused in a sentence', () => {
  expect(() => resolveSettings(flags({ rayAddress: 'ray://head:10001' }), {})).toThrow('not one of a dashboard');
  expect(() => resolveSettings(flags({ databaseUrl: 'mysql://x' }), {})).toThrow('not one of PostgreSQL');
  expect(() => resolveSettings(flags({}), { PORT: 'http' })).toThrow('PORT=http in .env is not a port.');
});
