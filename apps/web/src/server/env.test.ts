import { documentedSettings } from '@raydeck/testing';
import { expect, test } from 'vitest';
import { Environment } from './env.ts';

const required = {
  DATABASE_URL: 'postgresql://raydeck@localhost/raydeck',
  NEXTAUTH_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'x'.repeat(32),
};
/** Next's own server reads them. */
const readByNext = ['HOSTNAME', 'PORT'];
const sections = ['Shared by web and worker', 'Web'];
const own = documentedSettings().filter(
  ({ section, name }) => sections.includes(section) && !readByNext.includes(name),
);

test('docs/settings.md names the settings of the web, no more and no fewer', () => {
  expect(own.map(({ name }) => name).toSorted()).toEqual(Object.keys(Environment.shape).toSorted());
});

test.each(own.flatMap(({ name, default: value }) => (value === null ? [] : [{ name, value }])))(
  '$name is $value when nobody says otherwise',
  ({ name, value }) => {
    expect(Environment.parse({ ...required, [name]: value })).toEqual(Environment.parse(required));
  },
);
