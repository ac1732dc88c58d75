export type Jitter = 'none' | 'full' | 'equal';

/** Delays that grow as `backoff` says, from `delaySeconds` to at most `maxDelaySeconds`. */
interface GrowingDelays {
  backoff: 'fixed' | 'linear' | 'exponential';
  delaySeconds: number;
  maxDelaySeconds: number;
}

/** The n-th failure waits the n-th delay; the last one repeats. */
interface ListedDelays {
  backoff: 'listed';
  delaysSeconds: readonly number[];
}

/**
 * Which failures are retried, and how long a task waits before its next attempt. The lists hold class paths, of the class
 * that failed or of a base of it: `giveUpOn` ends the task at once, a `retryOn` with members ends it for all others.
 */
export type RetryPolicy = (GrowingDelays | ListedDelays) & {
  jitter: Jitter;
  retryOn: readonly string[];
  giveUpOn: readonly string[];
};

/** What a task or its queue says of it; the defaults fill the rest. */
export interface RetryWish {
  backoff?: RetryPolicy['backoff'];
  delaySeconds?: number;
  maxDelaySeconds?: number;
  /** With `listed`, and only there. */
  delaysSeconds?: readonly number[];
  jitter?: Jitter;
  retryOn?: readonly string[];
  giveUpOn?: readonly string[];
}

/** Exponential from 2 seconds to 10 minutes; half of each delay is drawn at random, so that retries spread. */
export const defaultRetryPolicy = {
  backoff: 'exponential',
  delaySeconds: 2,
  maxDelaySeconds: 600,
  jitter: 'equal',
  retryOn: [],
  giveUpOn: [],
} as const satisfies RetryPolicy;

/** Attempts that end LOST or by the infrastructure's fault are retried so often, apart from `maxAttempts`. */
export const lossLimit = 5;

/** So often a task may snooze, over its whole life: attempts are rows, and their numbers are small integers. */
export const snoozeLimit = 10_000;

/** A year: the longest delay that a policy has or a task asks for. */
export const longestDelaySeconds = 31_536_000;

/** The policy that a wish makes. Listed delays are meant as they are written: no jitter unless it is asked for. */
export function completePolicy(wish: RetryWish): RetryPolicy {
  const { jitter, retryOn = [], giveUpOn = [], delaysSeconds = [] } = wish;
  if (wish.backoff === 'listed') {
    return { backoff: 'listed', delaysSeconds, jitter: jitter ?? 'none', retryOn, giveUpOn };
  }
  return {
    backoff: wish.backoff ?? defaultRetryPolicy.backoff,
    delaySeconds: wish.delaySeconds ?? defaultRetryPolicy.delaySeconds,
    maxDelaySeconds: wish.maxDelaySeconds ?? defaultRetryPolicy.maxDelaySeconds,
    jitter: jitter ?? defaultRetryPolicy.jitter,
    retryOn,
    giveUpOn,
  };
}

/**
 * The delay in milliseconds before the attempt that follows the `failures`-th failure (1 for the first).
 * `random` is uniform in [0, 1).
 */
export function backoffMs(policy: RetryPolicy, failures: number, random: number): number {
  const steps = Math.max(1, failures);
  return Math.round(1000 * jittered(policy.jitter, wholeDelay(policy, steps), random));
}

function wholeDelay(policy: RetryPolicy, steps: number): number {
  if (policy.backoff === 'listed') return policy.delaysSeconds[steps - 1] ?? policy.delaysSeconds.at(-1) ?? 0;
  return Math.min(policy.delaySeconds * growth(policy.backoff, steps), policy.maxDelaySeconds);
}

function growth(backoff: GrowingDelays['backoff'], steps: number): number {
  switch (backoff) {
    case 'fixed':
      return 1;
    case 'linear':
      return steps;
    case 'exponential':
      return 2 ** Math.min(steps - 1, 50);
  }
}

function jittered(jitter: Jitter, seconds: number, random: number): number {
  switch (jitter) {
    case 'none':
      return seconds;
    case 'full':
      return seconds * random;
    case 'equal':
      return seconds / 2 + (seconds / 2) * random;
  }
}
