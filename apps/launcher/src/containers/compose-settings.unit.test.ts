import { documentedSettings } from '@raydeck/testing';
import { expect, test } from 'vitest';
import { readExample, readService, readVariables } from './compose.fixture.ts';

const documented = documentedSettings();
const example = readExample();
const variables = readVariables();

/** What each of our services reads; the migrate step also takes some of the others. */
const sections = {
  worker: ['Shared by web and worker', 'Worker'],
  web: ['Shared by web and worker', 'Web'],
  migrate: ['Migrate'],
};
const shared = { worker: [], web: [], migrate: ['DATABASE_URL', 'LOG_LEVEL', 'ENCRYPTION_KEYS', 'ENCRYPT_PAYLOADS'] };

/** What nobody changes from outside: the container decides it, or it makes sense on one machine alone. */
const decided = {
  worker: [
    'WORKER_NAME',
    'RUNNER',
    'ATTEMPT_API_PORT',
    'ATTEMPT_API_CA',
    'ATTEMPT_API_OWN_URL',
    'HEALTH_HOST',
    'HEALTH_PORT',
    'LOCAL_RUNNER',
    'LOCAL_PYTHON',
    'LOCAL_ENV',
    'LOCAL_DIRECTORY',
    'RAYDECK_PYTHON_PACKAGE',
  ],
  web: ['RUNNER'],
  migrate: ['DATABASE_OWNER_URL'],
};

test.each(['worker', 'web', 'migrate'] as const)('%s is given each of its settings, and no other', (name) => {
  const known = documented.filter(({ section }) => sections[name].includes(section)).map((setting) => setting.name);
  const given = Object.keys(readService(name).environment);
  expect([...given, ...decided[name]].toSorted()).toEqual([...known, ...shared[name]].toSorted());
});

test('deploy/docker/.env.example names what docker-compose.yml takes, no more and no less', () => {
  const taken = new Set(variables.map(({ name }) => name));
  expect([...example.keys()].toSorted()).toEqual([...taken].toSorted());
});

test('a secret that is missing is refused with what to do, and none has a default', () => {
  // Without METRICS_TOKEN there are no metrics, without OIDC_CLIENT_SECRET no provider, and nothing to protect.
  const optional = ['METRICS_TOKEN', 'OIDC_CLIENT_SECRET'];
  const secrets = [...example.keys()].filter(
    (name) => /(PASSWORD|SECRET|TOKEN)$/.test(name) && !optional.includes(name),
  );
  const remedies = secrets.map(
    (name) => variables.find((variable) => variable.name === name && variable.remedy)?.remedy,
  );
  expect(new Set(remedies)).toEqual(new Set(['run deploy/docker/make-env.sh, which writes .env']));
  expect(secrets.map((name) => example.get(name))).toEqual(secrets.map(() => ''));
});

test('deploy/docker/.env.example states the defaults of docs/settings.md', () => {
  const stated = documented.filter(({ name }) => example.has(name) && !example.get(name)?.startsWith('http'));
  const defaults = stated.flatMap((setting) => (setting.default === null ? [] : [[setting.name, setting.default]]));
  expect(defaults.map(([name = '']) => [name, example.get(name)])).toEqual(defaults);
  expect(defaults.length).toBeGreaterThan(5);
});
