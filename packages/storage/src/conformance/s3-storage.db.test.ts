import { type S3Server, startS3Server } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createS3Storage } from '../s3/s3-storage.ts';
import { storageConformance } from './storage-conformance.ts';

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
});
afterAll(() => server.close());

storageConformance('a bucket', async () => {
  const storage = createS3Storage({ bucket: server.bucket, prefix: 'some/prefix', settings: server.settings });
  return { storage, close: () => storage.close() };
});

interface Mistake {
  bucket?: string;
  settings?: Partial<S3Server['settings']>;
}

test.each<[string, Mistake]>([
  ['another bucket', { bucket: 'no-such-bucket' }],
  ['a wrong key', { settings: { S3_SECRET_ACCESS_KEY: 'wrong' } }],
  ['nobody at the address', { settings: { S3_ENDPOINT: 'http://127.0.0.1:9' } }],
])('%s is unavailable, and the address stays inside', async (_, { bucket = server.bucket, settings = {} }) => {
  const storage = createS3Storage({ bucket, prefix: '', settings: { ...server.settings, ...settings } });
  const refusal = { code: 'UNAVAILABLE', message: expect.not.stringContaining('127.0.0.1') };
  await expect(storage.check()).rejects.toMatchObject(refusal);
  await expect(storage.put('i/log/u.log.gz', body())).rejects.toMatchObject(refusal);
  await storage.close();
});

async function* body(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('x');
}
