import type { RawJson } from '../json/write-json.ts';
import type { RunnerName, Time } from './task.ts';

/** Which failures of a task are retried, and how long it waits before its next attempt. */
export interface RetryPolicy {
  backoff: 'fixed' | 'linear' | 'exponential' | 'listed';
  /** Before the second attempt; 0 to 31,536,000. Default 2. Not with `listed`. */
  delaySeconds?: number;
  /** 0 to 31,536,000. Default 600. Not with `listed`. */
  maxDelaySeconds?: number;
  /** With `listed`, and only there: the n-th failure waits the n-th delay, the last one repeats. 1 to 100 of them. */
  delaysSeconds?: number[];
  /** How much of the delay is drawn at random. Default equal: half; with `listed` none. */
  jitter?: 'none' | 'full' | 'equal';
  /** Only failures of these classes, and of those derived from them, are retried. At most 50 paths. Default: all. */
  retryOn?: string[];
  /** Failures of these classes, and of those derived from them, are not retried; outweighs `retryOn`. */
  giveUpOn?: string[];
}

/** What a task asks of Ray. Fractions of CPUs and GPUs are allowed. */
export interface Resources {
  numCpus?: number;
  numGpus?: number;
  memoryBytes?: number;
  custom?: Record<string, number>;
  labelSelector?: Record<string, string>;
  /** Under `ray_core`: `process` for a process of its own, which no other task has used. Default `actor`. */
  isolation?: 'actor' | 'process';
}

/** A task to enqueue. */
export interface NewTask {
  /** Import path of a Python callable, such as `shop.tasks.charge`; at most 255 characters. */
  callable: string;
  /** Positional arguments. Bigints keep their digits, JSON text stays as it is: see {@link rawJson}. Default none. */
  args?: readonly unknown[] | RawJson;
  /** Keyword arguments. Default none. */
  kwargs?: Readonly<Record<string, unknown>> | RawJson;
  /** In the place of `args` and `kwargs`: the id that `POST /uploads` answered, of the last 24 hours. */
  argumentsUpload?: string;
  /** Default `default`. */
  queue?: string;
  /** −100 to 100, higher runs first. Default 0. */
  priority?: number;
  /** Not before. Default now. */
  runAt?: Time | Date;
  /** Not started by then, the task FAILS. Default never. */
  expiresAt?: Time | Date;
  /** Default: the queue's. */
  runner?: RunnerName;
  /** 1 to 100. Default: the queue's. */
  maxAttempts?: number;
  /** What one attempt may take; at least 1. Default: the queue's. */
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  resources?: Resources;
  /** The environment by name. Default: the queue's. */
  profile?: string;
  /** At most 50, of at most 100 characters. */
  tags?: readonly string[];
  /** Tasks of one key share its queue's `keyLimit`; 1 to 200 characters. */
  concurrencyKey?: string;
  /** The same key with the same task within 24 hours is the same task; 1 to 255 characters. Default: a new random one. */
  idempotencyKey?: string;
}

/** A task that was accepted. */
export interface Enqueued {
  id: string;
  /** The idempotency key had been used with this very task: nothing new was made. */
  replayed: boolean;
}

/** What a waiting task can be given; what is left out stays. */
export interface TaskEdit {
  priority?: number;
  runAt?: Time | Date;
  /** Null is never. */
  expiresAt?: Time | Date | null;
  queue?: string;
}

/** What a retry with changes may change. It makes a new task. */
export type RetryChanges = Partial<Omit<NewTask, 'callable' | 'idempotencyKey' | 'argumentsUpload'>>;
