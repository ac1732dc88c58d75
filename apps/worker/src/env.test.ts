import { documentedSettings, exampleSettings } from '@raydeck/testing';
import { expect, test } from 'vitest';
import { Env, MigrateEnv, readEnv, readMigrateEnv } from './env.ts';

const required = { DATABASE_URL: 'postgresql://raydeck@localhost/raydeck', RAYDECK_SECRET: 'x'.repeat(32) };
const documented = documentedSettings();
const own = documented.filter(({ section }) => ['Shared by web and worker', 'Worker'].includes(section));

test('docs/settings.md names the settings of the worker, no more and no fewer', () => {
  expect(own.map(({ name }) => name).toSorted()).toEqual(Object.keys(Env.shape).toSorted());
});

test('docs/settings.md names the settings of the migrate step, no more and no fewer', () => {
  const names = documented.filter(({ section }) => section === 'Migrate').map(({ name }) => name);
  expect([...names, 'DATABASE_URL', 'LOG_LEVEL', 'ENCRYPTION_KEYS', 'ENCRYPT_PAYLOADS'].toSorted()).toEqual(
    Object.keys(MigrateEnv.shape).toSorted(),
  );
});

test.each(own.flatMap(({ name, default: value }) => (value === null ? [] : [{ name, value }])))(
  '$name is $value when nobody says otherwise',
  ({ name, value }) => {
    expect(readEnv({ ...required, [name]: value })).toEqual(readEnv(required));
  },
);

test('.env.example has every setting, with the default that docs/settings.md states', () => {
  const example = exampleSettings();
  expect(example.map(({ name }) => name)).toEqual(documented.map(({ name }) => name));
  const stated = documented.flatMap(({ name, default: value }) => (value === null ? [] : [{ name, value }]));
  expect(example).toEqual(expect.arrayContaining(stated));
});

test('an empty variable counts as absent', () => {
  expect(readEnv({ ...required, QUEUES: '', RAY_ADDRESS: '' })).toEqual(readEnv(required));
});

test('a lease shorter than three heartbeats is refused', () => {
  expect(() => readEnv({ ...required, LEASE_SECONDS: '10' })).toThrow('LEASE_SECONDS');
});

test.each([
  [
    { DATABASE_SUPERUSER_URL: 'postgresql://a', DATABASE_OWNER_URL: 'postgresql://b' },
    'DATABASE_OWNER_URL: leave it out',
  ],
  [{ DATABASE_SUPERUSER_URL: 'postgresql://a' }, 'DATABASE_URL: must name the user, the password and the database'],
  [{ ADMIN_EMAIL: 'ada@example.org' }, 'ADMIN_EMAIL, ADMIN_PASSWORD: give both or none'],
  [{ ADMIN_EMAIL: 'ada', ADMIN_PASSWORD: 'long enough for it' }, 'ADMIN_EMAIL: This is not an e-mail address.'],
  [
    { ADMIN_EMAIL: 'ada@example.org', ADMIN_PASSWORD: 'short' },
    'ADMIN_PASSWORD: A password has at least 12 characters.',
  ],
])('the migrate step refuses %o in a sentence', (variables, sentence) => {
  expect(() => readMigrateEnv({ DATABASE_URL: required.DATABASE_URL, ...variables })).toThrow(sentence);
});
