import { documentedSettings, exampleSettings } from '@raydeck/testing';
import { expect, test } from 'vitest';
import { Env, readEnv } from './env.ts';

const required = { DATABASE_URL: 'postgresql://raydeck@localhost/raydeck', RAYDECK_SECRET: 'x'.repeat(32) };
const documented = documentedSettings();
const own = documented.filter(({ section }) => section !== 'Web');

test('docs/settings.md names the settings of the worker, no more and no fewer', () => {
  expect(own.map(({ name }) => name).toSorted()).toEqual(Object.keys(Env.shape).toSorted());
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
