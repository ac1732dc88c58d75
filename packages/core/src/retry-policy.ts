/** How long a task waits before its next attempt. Times in seconds; the defaults fill what a task or queue leaves out. */
export interface RetryPolicy {
  backoff: 'fixed' | 'linear' | 'exponential';
  delaySeconds: number;
  maxDelaySeconds: number;
  jitter: 'none' | 'full' | 'equal';
}

/** Exponential from 2 seconds to 10 minutes; half of each delay is drawn at random, so that retries spread. */
export const defaultRetryPolicy: RetryPolicy = {
  backoff: 'exponential',
  delaySeconds: 2,
  maxDelaySeconds: 600,
  jitter: 'equal',
};

/** Attempts that end LOST or by the infrastructure's fault are retried so often, apart from `maxAttempts`. */
export const lossLimit = 5;

/**
 * The delay in milliseconds before the attempt that follows the `failures`-th failure (1 for the first).
 * `random` is uniform in [0, 1).
 */
export function backoffMs(policy: RetryPolicy, failures: number, random: number): number {
  const steps = Math.max(1, failures);
  const raw = policy.delaySeconds * growth(policy.backoff, steps);
  const capped = Math.min(raw, policy.maxDelaySeconds);
  return Math.round(1000 * jittered(policy.jitter, capped, random));
}

function growth(backoff: RetryPolicy['backoff'], steps: number): number {
  switch (backoff) {
    case 'fixed':
      return 1;
    case 'linear':
      return steps;
    case 'exponential':
      return 2 ** Math.min(steps - 1, 50);
  }
}

function jittered(jitter: RetryPolicy['jitter'], seconds: number, random: number): number {
  switch (jitter) {
    case 'none':
      return seconds;
    case 'full':
      return seconds * random;
    case 'equal':
      return seconds / 2 + (seconds / 2) * random;
  }
}
