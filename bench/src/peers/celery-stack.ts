import { execFile, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { endProcess } from './end-process.ts';
import { startRedisServer } from './redis-server.ts';

/** A Redis and a Celery worker. Each call is a Python process of its own, which ends with its answer. */
export interface CeleryStack {
  /** Enqueues tasks that wait. */
  fill(tasks: number): Promise<void>;
  /** Lets the worker end those that wait, each with its result stored; how many a second. */
  drain(tasks: number): Promise<number>;
  /** Milliseconds from each call to the end of its task, at a steady rate. */
  latencies(perSecond: number, seconds: number): Promise<number[]>;
  stop(): Promise<void>;
}

/** Celery's default, spelled out: a process for each core. */
export const celeryProcesses = availableParallelism();
const folder = fileURLToPath(new URL('../../celery', import.meta.url));
const Rate = z.object({ perSecond: z.number() });
const Latencies = z.object({ latenciesMs: z.array(z.number()) });

export async function startCeleryStack(): Promise<CeleryStack> {
  const python = process.env['RAYDECK_BENCH_PYTHON'] ?? 'python3';
  const redis = await startRedisServer();
  // That it runs as root is of no interest here.
  const env = { ...process.env, BENCH_REDIS_URL: redis.url, PYTHONWARNINGS: 'ignore' };
  const options = { cwd: folder, env };
  const command = ['-m', 'celery', '-A', 'peer_app', 'worker', '--pool', 'prefork', '--concurrency'];
  const worker = spawn(python, [...command, String(celeryProcesses)], {
    ...options,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    await endProcess(worker);
    await redis.stop();
  };
  const measure = async (...args: (string | number)[]): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(python, [`${folder}/measure.py`, ...args.map(String)], options);
    return JSON.parse(stdout);
  };
  try {
    await measure('latency', 10, 1); // Waits for the worker.
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    fill: async (tasks) => void (await measure('fill', tasks)),
    drain: async (tasks) => Rate.parse(await measure('drain', tasks)).perSecond,
    latencies: async (perSecond, seconds) => Latencies.parse(await measure('latency', perSecond, seconds)).latenciesMs,
    stop,
  };
}
