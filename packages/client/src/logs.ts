import { backoffMs } from './http/backoff.ts';
import type { Http } from './http/http.ts';
import { isPassing } from './http/judge.ts';
import { path } from './http/path.ts';
import { pause } from './http/pause.ts';
import type { CallOptions } from './options.ts';
import type { AttemptLog } from './resources/task.ts';

export interface LogCalls {
  /** The end of an attempt's output. Throws ApiError FORBIDDEN without payload permission. */
  tail: (attemptId: string, options?: CallOptions) => Promise<AttemptLog>;
  /**
   * An attempt's output as it grows, from what there is of it now until the attempt has ended or the signal aborts; either
   * ends the iteration. Once the server has answered, this outlives its restarts.
   */
  follow: (attemptId: string, options?: FollowOptions) => AsyncGenerator<LogChunk, void, undefined>;
}

export interface FollowOptions extends CallOptions {
  /** How often to look. Default 1,000. */
  everyMs?: number;
}

/** New output. */
export interface LogChunk {
  text: string;
  /** How much there was between the chunk before and this one that nobody can show any more: 0 unless output comes fast. */
  skippedBytes: number;
}

export function logCalls(http: Http): LogCalls {
  const tail: LogCalls['tail'] = async (attemptId, options) =>
    http.json({ method: 'GET', path: path`/attempts/${attemptId}/logs` }, options);
  return {
    tail,
    follow: async function* follow(attemptId, { everyMs = 1000, ...options } = {}) {
      const isOver = () => options.signal?.aborted === true;
      let seen: AttemptLog | null = null;
      for (let failures = 0; !isOver();) {
        try {
          const log: AttemptLog = await tail(attemptId, options);
          const chunk = newOutput(seen, log);
          if (chunk) yield chunk;
          if (log.final) return;
          seen = log;
          failures = 0;
        } catch (error) {
          if (isOver()) return;
          if (seen === null || !isPassing(error)) throw error;
          failures += 1;
        }
        await pause(failures === 0 ? everyMs : backoffMs(failures), options.signal).catch(() => undefined);
      }
    },
  };
}

/** What a log has that was not seen before. Sizes count all output ever written; the text is its end. */
export function newOutput(seen: AttemptLog | null, log: AttemptLog): LogChunk | null {
  const bytes = new TextEncoder().encode(log.text);
  const newBytes = log.sizeBytes - (seen?.sizeBytes ?? 0);
  if (newBytes <= 0) return null;
  const skippedBytes = Math.max(0, newBytes - bytes.length);
  if (seen === null || skippedBytes > 0) return { text: log.text, skippedBytes };
  // Output that is no UTF-8 is longer as text than it was: exact only where nothing has been cut off.
  if (!log.truncated && log.text.startsWith(seen.text)) return { text: log.text.slice(seen.text.length), skippedBytes };
  let start = bytes.length - newBytes;
  while (start < bytes.length && isContinuation(bytes[start])) start += 1;
  return { text: new TextDecoder().decode(bytes.subarray(start)), skippedBytes };
}

/** Whether a byte lies within a character of UTF-8. */
function isContinuation(byte = 0): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000;
}
