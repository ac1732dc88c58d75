import { randomKey } from './random-key.ts';
import type { Http } from './http/http.ts';
import { path } from './http/path.ts';
import { unlessDone } from './http/unless-done.ts';
import { writeJson } from './json/write-json.ts';
import type { CallOptions } from './options.ts';
import type { Explanation } from './resources/explanation.ts';
import type { Enqueued, NewTask, RetryChanges, TaskEdit } from './resources/new-task.ts';
import type { Moved, Retried, Task } from './resources/task.ts';

/** Why, for the audit log. */
export interface ReasonOptions extends CallOptions {
  /** At most 500 characters. */
  reason?: string;
}

export interface TaskCalls {
  /**
   * Enqueues a task; it is durable when this resolves. Safe to repeat: with the same `idempotencyKey`, also in another
   * process, the same task is the same task for 24 hours. Without one each call has its own, so that its tries are safe.
   * Throws ApiError: INVALID, FORBIDDEN, NOT_FOUND for an unknown queue or profile, CONFLICT for a key that was used with
   * another task.
   */
  enqueue: (task: NewTask, options?: CallOptions) => Promise<Enqueued>;
  /** Enqueues 1 to 1,000 tasks, all or none of them; answers in their order. Paths in errors are as `tasks[3].callable`. */
  enqueueMany: (tasks: readonly NewTask[], options?: CallOptions) => Promise<Enqueued[]>;
  /** A task with its attempts and events. Throws ApiError NOT_FOUND. */
  get: (id: string, options?: CallOptions) => Promise<Task>;
  /** Why it does not run, what it is doing, or how it ended, as of now. Throws ApiError NOT_FOUND. */
  explain: (id: string, options?: CallOptions) => Promise<Explanation>;
  /**
   * Cancels: a waiting task is CANCELED at once; a running one is asked to end and stays RUNNING until it has. Throws
   * ApiError CONFLICT when it is final already.
   */
  cancel: (id: string, options?: ReasonOptions) => Promise<Moved>;
  /**
   * Runs a FAILED or CANCELED task again; with `changes` as a new task, whose id is in the answer. Throws ApiError CONFLICT in any
   * other state. With changes it is never tried again by itself, but for an answer of 429: see then whether `retriedBy` of the
   * task has grown.
   */
  retry: (id: string, options?: ReasonOptions & { changes?: RetryChanges }) => Promise<Retried>;
  /** Changes a task that is QUEUED or BLOCKED. Throws ApiError CONFLICT in any other state. */
  edit: (id: string, changes: TaskEdit, options?: ReasonOptions) => Promise<Moved>;
}

export function taskCalls(http: Http): TaskCalls {
  const post = { method: 'POST' } as const;
  const get: TaskCalls['get'] = async (id, options) => http.json({ method: 'GET', path: path`/tasks/${id}` }, options);
  return {
    enqueue: async (task, options) => {
      const keyed = withKey(task);
      const whole = writeJson(keyed);
      const isLarge = whole.length > largestBody && task.argumentsUpload === undefined;
      const body = isLarge ? writeJson(await withArgumentsAhead(http, keyed, options)) : whole;
      return http.json({ ...post, path: '/tasks', body, isRepeatable: true }, options);
    },
    enqueueMany: async (tasks, options) => {
      const body = writeJson({ tasks: tasks.map(withKey) });
      const call = { ...post, path: '/tasks/batch', body, isRepeatable: true };
      return (await http.json<{ items: Enqueued[] }>(call, options)).items;
    },
    get,
    explain: async (id, options) => http.json({ method: 'GET', path: path`/tasks/${id}/explain` }, options),
    cancel: async (id, { reason, ...options } = {}) => {
      const call = { ...post, path: path`/tasks/${id}/cancel`, body: writeJson({ reason }), isRepeatable: true };
      return unlessDone(http.json<Moved>(call, options), 'CONFLICT', async () => {
        const { state } = await get(id, options);
        return state === 'CANCELED' ? { id, state } : null;
      });
    },
    retry: async (id, { reason, changes, ...options } = {}) => {
      const isRepeatable = changes === undefined;
      const call = { ...post, path: path`/tasks/${id}/retry`, body: writeJson({ reason, changes }), isRepeatable };
      return unlessDone(http.json<Retried>(call, options), 'CONFLICT', async () => {
        const { state } = await get(id, options);
        return { id, state };
      });
    },
    edit: async (id, changes, { reason, ...options } = {}) =>
      http.json({ method: 'PATCH', path: path`/tasks/${id}`, body: writeJson({ ...changes, reason }) }, options),
  };
}

/** Characters of a single task; the server takes 10 MiB in one piece. */
const largestBody = 3 * 1024 * 1024;

/** The task, its arguments uploaded. Uploaded twice they are the same for the idempotency key. */
async function withArgumentsAhead(
  http: Http,
  { args, kwargs, ...task }: NewTask,
  options: CallOptions | undefined,
): Promise<NewTask> {
  const body = writeJson({ args: args ?? [], kwargs: kwargs ?? {} });
  const call = { method: 'POST', path: '/uploads', body, isRepeatable: true } as const;
  return { ...task, argumentsUpload: (await http.json<{ id: string }>(call, options)).id };
}

function withKey(task: NewTask): NewTask {
  return { ...task, idempotencyKey: task.idempotencyKey ?? randomKey() };
}
