import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type ByteRange, type ByteStream, type ObjectStorage, RaydeckError } from '@raydeck/core';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { S3Settings } from '../storage-settings.ts';
import { unavailable } from '../unavailable.ts';
import { s3LimitBytes, s3PartBytes } from './s3-limit.ts';

export interface S3StorageOptions {
  bucket: string;
  /** Before each key; empty for none. */
  prefix: string;
  settings: S3Settings;
}

const partsAtOnce = 2;

const connectTimeoutMs = 5_000;
/** For a part to go out and its answer to begin. */
const answerTimeoutMs = 60_000;
/** While nothing comes or goes, also because our own reader is slow. */
const idleTimeoutMs = 60_000;
/** Of each call, the first one included; the SDK waits with jitter in between. */
const tries = 3;

/** Objects in a bucket of AWS, of MinIO, of Google by its XML API's S3 way, or of whatever else speaks S3. */
export function createS3Storage({ bucket, prefix, settings }: S3StorageOptions): ObjectStorage {
  const client = clientOf(settings);
  const target = (key: string) => ({ Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` });

  return {
    scheme: 's3',
    limitBytes: s3LimitBytes,
    put: async (key, body) => {
      const source = told(body);
      // Tags and checksums are left out: not all who speak S3 take them. Parts are signed with their own hash.
      const upload = new Upload({
        client,
        params: { ...target(key), Body: Readable.from(source.stream()) },
        partSize: s3PartBytes,
        queueSize: partsAtOnce,
        leavePartsOnError: false,
      });
      try {
        await upload.done();
      } catch (error) {
        throw source.failure() ?? unavailable('s3', error);
      }
    },
    get: async (key, range) => {
      const isEmpty = range?.end !== undefined && range.end <= range.start;
      if (isEmpty) return Readable.from([]);
      try {
        const { Body } = await client.send(new GetObjectCommand({ ...target(key), Range: rangeText(range) }));
        if (!(Body instanceof Readable)) throw new Error('The answer has no body.');
        return readable(Body);
      } catch (error) {
        if (isStatus(error, 416)) return Readable.from([]);
        if (isStatus(error, 404)) throw new RaydeckError('NOT_FOUND', 'The stored object is gone.');
        throw unavailable('s3', error);
      }
    },
    find: async (key) => {
      try {
        const { ContentLength = 0 } = await client.send(new HeadObjectCommand(target(key)));
        return { sizeBytes: ContentLength };
      } catch (error) {
        if (isStatus(error, 404)) return null;
        throw unavailable('s3', error);
      }
    },
    delete: async (key) => {
      await client.send(new DeleteObjectCommand(target(key))).catch((error: unknown) => {
        if (!isStatus(error, 404)) throw unavailable('s3', error);
      });
    },
    check: async () => {
      await client.send(new HeadBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
        throw unavailable('s3', error);
      });
    },
    close: async () => client.destroy(),
  };
}

function clientOf(settings: S3Settings): S3Client {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  return new S3Client({
    region: settings.S3_REGION,
    forcePathStyle: settings.S3_PATH_STYLE,
    maxAttempts: tries,
    // Newer than most servers: Google's and older ones of others refuse a body with a checksum at its end.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: connectTimeoutMs,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: idleTimeoutMs,
    }),
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  });
}

/** A body that remembers what it threw: the SDK hands it on wrapped. */
function told(body: ByteStream): { stream: () => AsyncGenerator<Uint8Array>; failure: () => Error | null } {
  let failure: Error | null = null;
  async function* stream(): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
  return { stream, failure: () => failure };
}

async function* readable(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body) yield piece as Uint8Array;
  } catch (error) {
    throw unavailable('s3', error);
  }
}

function rangeText(range: ByteRange | undefined): string | undefined {
  if (!range || (range.start === 0 && range.end === undefined)) return undefined;
  return `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}`;
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
}
