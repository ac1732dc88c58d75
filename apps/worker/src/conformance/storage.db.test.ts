import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Storage } from '@raydeck/core';
import { freePort } from '@raydeck/embedded';
import { type Context, enqueueTasks, openAttemptLog, readArguments, readResult } from '@raydeck/services';
import { createStorage } from '@raydeck/storage';
import { type S3Server, startS3Server, until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

// Whole executions against a whole S3 server, the way to which breaks in between.

let kit: WorkerKit;
let server: S3Server;
let way: Way;
let storage: Storage;
let context: Context;

beforeAll(async () => {
  server = await startS3Server();
  way = await startWay(Number(new URL(server.settings.S3_ENDPOINT).port));
  kit = await createWorkerKit('local');
  const settings = {
    RESULTS: { scheme: 's3', bucket: server.bucket, prefix: 'inst' } as const,
    ...server.settings,
    S3_ENDPOINT: way.url,
  };
  storage = createStorage(kit.db, settings);
  context = { ...kit.context, storage };
  await kit.startWorker({ ...settings, LOG_LIMIT_BYTES: 200_000, CONCURRENCY: 4 });
});
afterAll(async () => {
  await kit.close();
  await storage.close();
  await way.close();
  await server.close();
});

const seconds = { timeout: 120_000 };

test('a large result is kept in the bucket and read from there, byte for byte', seconds, async () => {
  const id = await kit.enqueue({ callable: 'operator.mul', args: '["é", 6000000]' });
  const task = await kit.finished(id);
  expect(task).toMatchObject({ state: 'SUCCEEDED', result: null, attemptCount: 1 });
  expect(task.resultRef).toMatch(/^s3:/);
  const result = await readResult(context, id);
  if (result.kind !== 'stored') throw new Error('It is stored.');
  let isAsReturned = true;
  let at = 0;
  for await (const piece of result.body) {
    isAsReturned &&= piece.every((byte, index) => byte === expected(at + index, 12_000_002));
    at += piece.length;
  }
  expect({ at, isAsReturned }).toEqual({ at: 12_000_002, isAsReturned: true });
});

test('large arguments go to the bucket and reach the function', seconds, async () => {
  const args = JSON.stringify(['x'.repeat(1_000_000)]);
  const [made] = await enqueueTasks(context, [{ callable: 'builtins.len', args }]);
  const id = made?.id ?? '';
  const task = await kit.finished(id);
  expect(task).toMatchObject({ state: 'SUCCEEDED', result: '1000000' });
  expect(task.argsRef).toMatch(/^s3:/);
  expect(task.args.length).toBeLessThan(200);
  const stored = await readArguments(context, id);
  if (stored.kind !== 'stored') throw new Error('They are stored.');
  expect(JSON.parse(await text(stored))).toEqual({ args: JSON.parse(args), kwargs: {} });
});

test('a long log is kept with its head and its tail, and read from any byte on', seconds, async () => {
  const id = await kit.enqueue({ callable: 'os.system', args: '["seq 1 200000"]' });
  const task = await kit.finished(id);
  const attemptId = task.attempts[0]?.id ?? '';
  const attempt = await until('the log to be kept', async () => {
    const row = await kit.db.prisma.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    return row.logRef === null ? null : row;
  });
  const whole = await text(await openAttemptLog(context, attemptId));
  expect(whole.startsWith('1\n2\n3\n')).toBe(true);
  expect(whole.endsWith('199999\n200000\n')).toBe(true);
  const [, leftOut] = /\[raydeck: (\d+) bytes left out\]/.exec(whole) ?? [];
  expect(Number(leftOut)).toBe(Number(attempt.logBytes) - 200_000);
  expect(await text(await openAttemptLog(context, attemptId, 150_000))).toBe(whole.slice(150_000));
});

test('while the bucket is away an outcome is held, and comes when it is back', seconds, async () => {
  await way.close();
  const id = await kit.enqueue({ callable: 'operator.mul', args: '["x", 1000000]' });
  const small = await kit.enqueue({ callable: 'operator.mul', args: '["x", 3]' });
  const { attemptId } = await kit.running(id);
  // Rows of uploads come before their first byte: two of them are two tries.
  const tries = { where: { owner: `attempt:${attemptId}` } };
  await until('two tries', async () => (await kit.db.prisma.upload.count(tries)) >= 2);
  expect(await kit.finished(small)).toMatchObject({ state: 'SUCCEEDED', result: '"xxx"' });
  expect(await kit.db.prisma.task.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'RUNNING' });
  await way.open();
  const task = await kit.finished(id);
  expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1, failures: 0 });
  const result = await readResult(context, id);
  if (result.kind !== 'stored') throw new Error('It is stored.');
  expect((await text(result)).length).toBe(1_000_002);
});

/** `"éé…é"` in UTF-8. */
function expected(at: number, sizeBytes: number): number {
  if (at === 0 || at === sizeBytes - 1) return 0x22;
  return at % 2 === 1 ? 0xc3 : 0xa9;
}

interface Way {
  url: string;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Passes connections on to a port of this machine while it is open, and refuses them while it is closed. */
async function startWay(target: number): Promise<Way> {
  const sockets = new Set<Socket>();
  const port = await freePort();
  let listener: Server | null = null;
  const pass = (from: Socket): void => {
    const to = connect(target, '127.0.0.1');
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          from.destroy();
          to.destroy();
        });
    }
    from.pipe(to).pipe(from);
  };
  const open = async (): Promise<void> => {
    listener = createServer(pass);
    const opened = once(listener, 'listening');
    listener.listen(port, '127.0.0.1');
    await opened;
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    open,
    close: async () => {
      if (!listener?.listening) return;
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function text({ body }: { body: AsyncIterable<Uint8Array> }): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
