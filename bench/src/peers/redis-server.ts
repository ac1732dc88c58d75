import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@raydeck/embedded';
import { until } from '@raydeck/testing';
import { endProcess } from './end-process.ts';

export interface RedisServer {
  url: string;
  stop(): Promise<void>;
}

/**
 * The Redis that RAYDECK_BENCH_REDIS names, in a folder of its own. It writes all that it is told to a file and flushes that once a
 * second, as Redis does when asked to keep its data and nothing else; without that it would keep a snapshot of some minutes ago.
 */
export async function startRedisServer(): Promise<RedisServer> {
  const program = process.env['RAYDECK_BENCH_REDIS'];
  if (!program) throw new Error('RAYDECK_BENCH_REDIS names no Redis: run ./raydeck bench peers.');
  const LD_LIBRARY_PATH = process.env['RAYDECK_BENCH_REDIS_LIBRARIES'];
  const folder = await mkdtemp(join(tmpdir(), 'rd-redis-'));
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes', appendfsync: 'everysec' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(program, args, {
    env: { ...process.env, ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    await endProcess(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until('Redis to answer', () => {
      if (child.exitCode !== null) throw new Error(`Redis ended with ${child.exitCode}.`);
      return isListening(port);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, stop };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
