import { NotFinalError, TaskFailedError } from './error.ts';
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
  /**
   * Waits in the same way, and returns what the function returned. `T` is your word for it; nobody checks it. Integers beyond
   * 2^53: see the client's option `bigints`. Throws TaskFailedError, with the task, unless it SUCCEEDED; ApiError FORBIDDEN
   * without payload permission.
   */
  result: <T = unknown>(id: string, options?: WaitOptions) => Promise<T>;
  /** The same as JSON text, digit for digit. */
  resultText: (id: string, options?: WaitOptions) => Promise<string>;
}

/** Half of what the server allows: many a proxy ends a request that is silent for a minute. */
const heldSeconds = 30;
/** A server that answers at once is not asked again at once. */
const leastTurnMs = 500;

export function waitCalls(http: Http): WaitCalls {
  const wait = waiter(http);
  const succeeded = async (id: string, { withinMs, ...call }: WaitOptions): Promise<CallOptions> => {
    const task = await wait(id, { ...call, ...(withinMs !== undefined && { withinMs }) });
    if (task.state !== 'SUCCEEDED') throw new TaskFailedError(task);
    return call;
  };
  const request = (id: string) => ({ method: 'GET', path: path`/tasks/${id}/result` }) as const;
  return {
    wait,
    result: async (id, options = {}) => http.json(request(id), await succeeded(id, options)),
    resultText: async (id, options = {}) => http.text(request(id), await succeeded(id, options)),
  };
}

function waiter(http: Http): WaitCalls['wait'] {
  return async (id, { withinMs = 600_000, ...options } = {}) => {
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
  };
}

function look(http: Http, id: string, waitSeconds: number, options: CallOptions): Promise<Task> {
  const query = waitSeconds === 0 ? {} : { waitSeconds };
  return http.json({ method: 'GET', path: path`/tasks/${id}`, query, heldMs: waitSeconds * 1000 }, options);
}
