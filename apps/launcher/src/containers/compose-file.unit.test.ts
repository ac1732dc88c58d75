import { describe, expect, test } from 'vitest';
import { readService, readServices } from './compose.fixture.ts';

const services = readServices();
const long = [...services].filter(([name]) => name !== 'migrate');

test('the console alone is published, on loopback unless somebody says otherwise', () => {
  const published = [...services].flatMap(([name, { ports }]) => ports.map((port) => [name, port]));
  expect(published).toEqual([['web', '${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT:-3000}:3000']]);
  expect([...services.values()].filter(({ network_mode: mode }) => mode !== undefined)).toEqual([]);
});

test('Ray is in a network with the worker alone', () => {
  const { networks } = readService('ray');
  const beside = [...services].filter(([, service]) => service.networks.some((name) => networks.includes(name)));
  expect(beside.map(([name]) => name)).toEqual(['ray', 'worker']);
});

test('Ray asks for a token, and the worker has it', () => {
  const { environment } = readService('ray');
  expect(environment).toMatchObject({ RAY_AUTH_MODE: 'token' });
  expect(environment['RAY_AUTH_TOKEN']).toMatch(/^\$\{RAY_AUTH_TOKEN:\?.+\}$/);
  expect(readService('worker').environment['RAY_AUTH_TOKEN']).toBe('${RAY_AUTH_TOKEN}');
});

test('the superuser of PostgreSQL is known to the migrate step alone', () => {
  const knowing = [...services].filter(([, { environment }]) =>
    JSON.stringify(environment).includes('POSTGRES_PASSWORD'),
  );
  expect(knowing.map(([name]) => name)).toEqual(['postgres', 'migrate']);
});

describe.each([...services])('%s', (_name, service) => {
  test('has no right that it does not need, and a limit to its memory', () => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.cap_add).toBeUndefined();
    expect(service.privileged).toBeUndefined();
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.mem_limit).toBeDefined();
  });

  test('does not run as root', () => {
    // Images of our own say so themselves, see dockerfiles.unit.test.ts.
    expect(service.build === undefined ? service.user : 'node').toMatch(/^(postgres|ray|node)$/);
  });
});

test.each(long)('%s starts again by itself, says how it is, and has time to stop', (_name, service) => {
  expect(service.restart).toBe('unless-stopped');
  expect(service.healthcheck?.test[0]).toBe('CMD');
  expect(service.stop_grace_period).toMatch(/^\d+s$/);
});

test('worker and web start once the migrate step has succeeded, and that when PostgreSQL answers', () => {
  expect(readService('migrate')).toMatchObject({
    restart: 'no',
    depends_on: { postgres: { condition: 'service_healthy' } },
  });
  for (const name of ['worker', 'web']) {
    expect(readService(name).depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
  }
});

test('what runs from our images can write nothing but temporary files', () => {
  const own = [...services.values()].filter(({ build }) => build !== undefined);
  expect(own.map(({ read_only: isReadOnly }) => isReadOnly)).toEqual([true, true, true]);
});
