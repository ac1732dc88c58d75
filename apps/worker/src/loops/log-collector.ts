import type { Emit } from '@raydeck/core';
import { type Database, wantedLogs } from '@raydeck/db';
import type { RayClient } from '@raydeck/ray';
import { type AttemptContext, keepCollectedLog } from '@raydeck/services';
import { keepHeadAndTail } from '@raydeck/storage';
import { type Leadership, untoldEveryMs } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';
import { raySweep } from './ray-sweep.ts';

export interface LogCollectorOptions {
  db: Database;
  ray: Pick<RayClient, 'address' | 'readJobLog'>;
  attempts: AttemptContext;
  leadership: Leadership;
  emit: Emit;
  /** Ray's records and logs are gone after that. */
  keepMs: number;
}

const portion = 10;
const firstBackoffMs = 10_000;
const longestBackoffMs = 600_000;

/** So soon after an attempt's end nothing is not yet an answer: on a busy machine Ray has told of no output, or no job, where there was some. */
const doubtMs = 60_000;

/** At least this of a log is looked at, for its end, also where none is kept as an object. */
const leastKeptBytes = 131_072;

/**
 * Fetches from Ray what attempts printed that died without a word, or could not send their log: streamed, and cut. What is still to be
 * fetched stands in the attempts' rows, so a crash loses nothing but the time until the next leader's round.
 */
export function createLogCollector(options: LogCollectorOptions): Loop {
  const { db, ray, attempts, leadership, emit } = options;
  const failed = new Map<string, { times: number; until: number }>();

  const collect = async (executionName: string): Promise<{ content: Buffer; totalBytes: number } | null> => {
    const kept = keepHeadAndTail(Math.max(leastKeptBytes, attempts.limits.logBytes));
    const isThere = await ray.readJobLog(executionName, (piece) => kept.write(piece));
    return isThere ? kept.read() : null;
  };

  const rest = (attemptId: string): void => {
    const times = (failed.get(attemptId)?.times ?? 0) + 1;
    const restMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (times - 1)) * (0.5 + attempts.random() / 2);
    failed.set(attemptId, { times, until: performance.now() + restMs });
  };

  const round = async (): Promise<number> => {
    if (!leadership.leads(raySweep(ray.address))) return untoldEveryMs;
    const now = performance.now();
    const resting = [...failed].flatMap(([id, { until }]) => (until > now ? [id] : []));
    const rows = await db.run(wantedLogs, [ray.address, resting, portion]);
    const failures: unknown[] = [];
    for (const { attemptId, taskId, executionName, endedAgeMs } of rows) {
      try {
        const isOver = endedAgeMs > options.keepMs && failed.has(attemptId);
        const log = isOver ? null : await collect(executionName);
        if ((log?.totalBytes ?? 0) === 0 && endedAgeMs < doubtMs) {
          rest(attemptId);
          continue;
        }
        await keepCollectedLog(attempts, { attemptId, taskId }, log);
        failed.delete(attemptId);
      } catch (error) {
        rest(attemptId);
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return rows.length === portion ? 0 : untoldEveryMs * (0.9 + 0.2 * attempts.random());
  };
  return createLoop({ name: 'log-collector', round, emit });
}
