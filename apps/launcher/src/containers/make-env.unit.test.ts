import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkoutDir } from '../checkout.ts';
import { readVariables } from './compose.fixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rd-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(file: string): { status: number | null; stderr: string } {
  return spawnSync(join(checkoutDir, 'deploy/docker/make-env.sh'), [file], { encoding: 'utf8' });
}

test('it makes every secret that docker-compose.yml asks for, each its own, for its user alone', () => {
  const file = join(folder, '.env');
  expect(make(file).status).toBe(0);
  const made = parseEnv(readFileSync(file, 'utf8'));
  const secrets = readVariables().flatMap(({ name, remedy }) => (remedy ? [made[name] ?? ''] : []));
  // They stand in addresses too, so nothing in them may mean something there.
  for (const secret of secrets) expect(secret).toMatch(/^[a-z0-9@.]{12,}$/);
  expect(new Set(secrets).size).toBe(
    new Set(readVariables().flatMap(({ name, remedy }) => (remedy ? [name] : []))).size,
  );
  expect(made['ENCRYPTION_KEYS']).toMatch(/^k1:[\w+/]{43}=$/);
  expect(made['RAYDECK_API_KEY']).toMatch(/^rdk_[a-z0-9]{10}_[\w-]{43}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('it never touches one that is there', () => {
  const file = join(folder, '.env');
  make(file);
  const before = readFileSync(file, 'utf8');
  const again = make(file);
  expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('is there already') });
  expect(readFileSync(file, 'utf8')).toBe(before);
});
