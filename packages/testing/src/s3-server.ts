import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** An S3 server with one bucket: SeaweedFS, whole, in a folder of its own. */
export interface S3Server {
  bucket: string;
  settings: {
    S3_ENDPOINT: string;
    S3_REGION: string;
    S3_PATH_STYLE: boolean;
    S3_ACCESS_KEY_ID: string;
    S3_SECRET_ACCESS_KEY: string;
  };
  close(): Promise<void>;
}

const bucket = 'raydeck';
const accessKey = 'raydeck-tests';
const secretKey = 'a-secret-of-the-tests';

/** Starts the server that RAYDECK_TEST_SEAWEEDFS names. */
export async function startS3Server(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'rd-s3-'));
  const actions = ['Admin', 'Read', 'Write', 'List', 'Tagging'];
  const identity = { name: 'tests', credentials: [{ accessKey, secretKey }], actions };
  const config = join(folder, 's3.json');
  await writeFile(config, JSON.stringify({ identities: [identity] }));
  const ports = await portOptions();
  const endpoint = `http://127.0.0.1:${ports['s3.port']}`;
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1, credentials });
  const child = run(folder, config, ports);
  await until('the S3 server to answer', () => isThere(client, child));
  return {
    bucket,
    settings: {
      S3_ENDPOINT: endpoint,
      S3_REGION: 'us-east-1',
      S3_PATH_STYLE: true,
      S3_ACCESS_KEY_ID: accessKey,
      S3_SECRET_ACCESS_KEY: secretKey,
    },
    close: async () => {
      client.destroy();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Master, volume, filer and S3 gateway each have a port for HTTP and one among themselves. */
async function portOptions(): Promise<Record<string, number>> {
  const names = ['master', 'volume', 'filer', 's3'].flatMap((part) => [`${part}.port`, `${part}.port.grpc`]);
  const ports = await Promise.all(names.map(() => freePort()));
  return Object.fromEntries(names.map((name, at) => [name, ports[at] ?? 0]));
}

function run(folder: string, config: string, ports: Record<string, number>): ChildProcess {
  const program = process.env['RAYDECK_TEST_SEAWEEDFS'];
  if (!program) throw new Error('RAYDECK_TEST_SEAWEEDFS names no SeaweedFS: run ./raydeck test.');
  const options = {
    dir: folder,
    ip: '127.0.0.1',
    'ip.bind': '127.0.0.1',
    ...ports,
    's3.config': config,
    's3.autoCreateBucket': false,
    's3.port.iceberg': 0,
    's3.port.lance': 0,
    'filer.localSocket': join(folder, 'filer.sock'),
    's3.localSocket': join(folder, 's3.sock'),
    'volume.max': 20,
    'volume.preStopSeconds': 0,
    'master.volumeSizeLimitMB': 64,
    'master.telemetry': false,
  };
  const args = Object.entries(options).map(([name, value]) => `-${name}=${value}`);
  return spawn(program, ['server', '-filer', '-s3', ...args], {
    cwd: folder,
    env: { NODE_ENV: 'test', PATH: process.env['PATH'], HOME: folder },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
}

/** Its parts come up one after the other: it is there when the bucket can be made, or is. */
async function isThere(client: S3Client, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`The S3 server ended with ${child.exitCode}.`);
  return client.send(new CreateBucketCommand({ Bucket: bucket })).then(
    () => true,
    (error: unknown) => error instanceof Error && error.name.startsWith('BucketAlready'),
  );
}
