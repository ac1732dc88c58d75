import type { Task } from './resources/task.ts';

/** The server's own codes. They are stable; a newer server may know more. */
export type ProblemCode =
  | 'INVALID'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'PRECONDITION'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'INTERNAL'
  | 'UNAVAILABLE';

/** What went wrong before the server could say anything of use. */
export type ConnectionCode = 'UNREACHABLE' | 'TIMEOUT' | 'UNEXPECTED_ANSWER';

/** A field, parameter or header that is wrong: `retry.delaySeconds`, `tasks[3].callable`; empty for the whole. */
export interface FieldProblem {
  path: string;
  problem: string;
}

/** Every error of this client but wrong use of it, which is a TypeError, and the reason of your own AbortSignal. Decide by `code`. */
export class RaydeckError extends Error {
  override readonly name: string = 'RaydeckError';
  readonly code: ProblemCode | ConnectionCode | 'NOT_FINAL' | 'TASK_FAILED' | 'TASK_CANCELED';

  constructor(code: RaydeckError['code'], message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** The server refused: its problem, as it said it. */
export class ApiError extends RaydeckError {
  override readonly name = 'ApiError';
  declare readonly code: ProblemCode;
  readonly status: number;
  /** The fields that are wrong, if it is that. */
  readonly errors: readonly FieldProblem[];
  /** Names the request in the server's log. */
  readonly requestId: string;
  /** How long the server asks to wait before the next try. */
  readonly retryAfterMs: number;
  /** An earlier try of the same call got no answer, and may have been what changed the state. */
  readonly isAfterDoubt: boolean;

  constructor(problem: Problem, { retryAfterMs = 0, isAfterDoubt = false } = {}) {
    super(problem.code, problem.detail);
    this.isAfterDoubt = isAfterDoubt;
    this.status = problem.status;
    this.errors = problem.errors;
    this.requestId = problem.requestId;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What the server says of a request that it refuses. */
export interface Problem {
  status: number;
  code: ProblemCode;
  detail: string;
  errors: FieldProblem[];
  requestId: string;
}

/** No usable answer: none at all, none in time, or one that is not Raydeck's, such as a proxy's page. */
export class ConnectionError extends RaydeckError {
  override readonly name = 'ConnectionError';
  declare readonly code: ConnectionCode;
  /** Of the answer that was not Raydeck's; else null. */
  readonly status: number | null;
  /** How long that answer asks to wait before the next try. */
  readonly retryAfterMs: number;

  constructor(
    code: ConnectionCode,
    message: string,
    options: { cause?: unknown; status?: number; retryAfterMs?: number } = {},
  ) {
    super(code, message, 'cause' in options ? { cause: options.cause } : {});
    this.status = options.status ?? null;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

/** `wait` ended before the task did. */
export class NotFinalError extends RaydeckError {
  override readonly name = 'NotFinalError';
  declare readonly code: 'NOT_FINAL';
  /** As it was seen last. */
  readonly task: Task;

  constructor(task: Task, withinMs: number) {
    super('NOT_FINAL', `The task is still ${task.state} after ${withinMs} ms.`);
    this.task = task;
  }
}

/** `result` was asked for what ended FAILED or CANCELED. */
export class TaskFailedError extends RaydeckError {
  override readonly name = 'TaskFailedError';
  declare readonly code: 'TASK_FAILED' | 'TASK_CANCELED';
  /** The whole of it, its attempts with their tracebacks. */
  readonly task: Task;

  constructor(task: Task) {
    const [last] = task.attempts;
    const why = [last?.errorClass, last?.errorMessage].filter((part) => part != null && part !== '').join(': ');
    const isCanceled = task.state === 'CANCELED';
    super(
      isCanceled ? 'TASK_CANCELED' : 'TASK_FAILED',
      isCanceled ? 'The task was canceled.' : `The task failed${why === '' ? '.' : `: ${why}`}`,
    );
    this.task = task;
  }
}
