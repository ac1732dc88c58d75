import { backoffMs } from './http/backoff.ts';
import type { Http } from './http/http.ts';
import { isPassing } from './http/judge.ts';
import { path } from './http/path.ts';
import { pause } from './http/pause.ts';
import { newOutput } from './new-output.ts';
import type { CallOptions } from './options.ts';
import { type Attempt, type AttemptLog, isTaskFinal, type Task } from './resources/task.ts';

export interface LogCalls {
  /**
   * The end of the output of a task's last attempt; null when it has not been started yet. Throws ApiError FORBIDDEN without
   * payload permission.
   */
  tail: (taskId: string, options?: CallOptions) => Promise<AttemptLog | null>;
  /** The same of one attempt. */
  attempt: (attemptId: string, options?: CallOptions) => Promise<AttemptLog>;
  /**
   * A task's output as it grows: from what there is of its last attempt now, through its retries, until the task is final or the
   * signal aborts; either ends the iteration. Once the server has answered, this outlives its restarts.
   */
  follow: (taskId: string, options?: CallOptions) => AsyncGenerator<LogChunk, void, undefined>;
}

/** What an attempt has put out since the chunk before. */
export interface LogChunk {
  attemptId: string;
  attemptNumber: number;
  text: string;
  /** More came in between than the server keeps: something is missing before this text. */
  isGap: boolean;
}

/** Held by the server between two looks, or less when the task ends. */
const turnSeconds = 1;
/** A server that answers at once is not asked again at once. */
const leastTurnMs = 500;

export function logCalls(http: Http): LogCalls {
  const getTask = async (id: string, waitSeconds: number, options: CallOptions): Promise<Task> => {
    const query = waitSeconds === 0 ? {} : { waitSeconds };
    return http.json({ method: 'GET', path: path`/tasks/${id}`, query, heldMs: waitSeconds * 1000 }, options);
  };
  const attempt: LogCalls['attempt'] = async (id, options) =>
    http.json({ method: 'GET', path: path`/attempts/${id}/logs` }, options);
  return {
    attempt,
    tail: async (taskId, options = {}) => {
      const [last] = (await getTask(taskId, 0, options)).attempts;
      return last ? attempt(last.id, options) : null;
    },
    follow: async function* follow(taskId, options = {}) {
      const seen = new Map<string, AttemptLog>();
      const isOver = () => options.signal?.aborted === true;
      let first: number | null = null;
      let hasAnswered = false;
      for (let failures = 0; !isOver();) {
        const startedAt = performance.now();
        try {
          const task: Task = await getTask(taskId, hasAnswered ? turnSeconds : 0, options);
          hasAnswered = true;
          first ??= task.attempts[0]?.number ?? null;
          for (const one of unfinished(task, first ?? 0, seen)) {
            const log = await attempt(one.id, options);
            const output = newOutput(seen.get(one.id) ?? null, log);
            seen.set(one.id, log);
            if (output) yield { attemptId: one.id, attemptNumber: one.number, ...output };
          }
          if (isTaskFinal(task.state) && unfinished(task, first ?? 0, seen).length === 0) return;
          failures = 0;
          await pause(Math.max(0, leastTurnMs - (performance.now() - startedAt)), options.signal);
        } catch (error) {
          if (isOver()) return;
          if (!hasAnswered || !isPassing(error)) throw error;
          failures += 1;
          await pause(backoffMs(failures), options.signal).catch(() => undefined);
        }
      }
    },
  };
}

/** The attempts whose output may grow, the oldest first. */
function unfinished({ attempts }: Task, first: number, seen: ReadonlyMap<string, AttemptLog>): Attempt[] {
  return attempts.filter(({ id, number }) => number >= first && seen.get(id)?.final !== true).toReversed();
}
