import { NotFinalError } from './error.ts';
import { backoffMs } from './http/backoff.ts';
import type { Http } from './http/http.ts';
import { isPassing } from './http/judge.ts';
import { path } from './http/path.ts';
import { pause } from './http/pause.ts';
import type { CallOptions } from './options.ts';
import { isTaskFinal, type Task } from './resources/task.ts';

export interface WaitOptions extends CallOptions {
  /** How long to wait in all; Infinity is until the signal aborts. Default 600,000: ten minutes. */
  withinMs?: number;
}

export interface WaitCalls {
  /**
   * Waits until a task is SUCCEEDED, FAILED or CANCELED and returns it. Once the server has answered, the wait outlives its
   * restarts. Throws NotFinalError after `withinMs`.
   */
  wait: (id: string, options?: WaitOptions) => Promise<Task>;
}

/** Half of what the server allows: many a proxy ends a request that is silent for a minute. */
const heldSeconds = 30;
/** A server that answers at once is not asked again at once. */
const leastTurnMs = 500;

export function waitCalls(http: Http): WaitCalls {
  return {
    wait: async (id, { withinMs = 600_000, ...options } = {}) => {
      const deadline = performance.now() + withinMs;
      const leftMs = () => Math.max(0, deadline - performance.now());
      let task = await look(http, id, 0, options);
      for (let failures = 0; !isTaskFinal(task.state);) {
        if (leftMs() === 0) throw new NotFinalError(task, withinMs);
        const startedAt = performance.now();
        try {
          task = await look(http, id, Math.min(heldSeconds, Math.ceil(leftMs() / 1000)), options);
          failures = 0;
        } catch (error) {
          if (!isPassing(error)) throw error;
          failures += 1;
        }
        const turnMs = performance.now() - startedAt;
        const restMs = failures > 0 ? backoffMs(failures) : Math.max(0, leastTurnMs - turnMs);
        if (!isTaskFinal(task.state)) await pause(Math.min(restMs, leftMs()), options.signal);
      }
      return task;
    },
  };
}

function look(http: Http, id: string, waitSeconds: number, options: CallOptions): Promise<Task> {
  const query = waitSeconds === 0 ? {} : { waitSeconds };
  return http.json({ method: 'GET', path: path`/tasks/${id}`, query, heldMs: waitSeconds * 1000 }, options);
}
