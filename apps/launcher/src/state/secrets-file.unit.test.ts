import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EncryptionKeys } from '@raydeck/services';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureSecrets, findSecrets, saveSecrets } from './secrets-file.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';

let folder: string;
let state: StateFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raydeck-secrets-'));
  state = openStateFolder(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('secrets are made once, with a key ring that web and worker take', () => {
  const made = ensureSecrets(state);
  expect(ensureSecrets(state)).toEqual(made);
  const ring = EncryptionKeys.parse(made.encryptionKeys);
  expect(ring.decrypt(ring.encrypt('x', 'here'), 'here')).toBe('x');
});

test('secrets of an earlier version get a key ring and stay what they are', () => {
  const { encryptionKeys: _none, ...earlier } = ensureSecrets(state);
  saveSecrets(state, { ...earlier, apiKey: 'rdk_x' });
  const now = ensureSecrets(state);
  expect(now).toMatchObject({ ...earlier, apiKey: 'rdk_x' });
  expect(now.encryptionKeys).toBeDefined();
  expect(findSecrets(state)).toEqual(now);
});
