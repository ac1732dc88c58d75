import type { QueueSettings } from '@raydeck/client';

/** In the order of the help; `queue show` tells them by these names. */
export const QUEUE_SETTINGS = [
  'concurrencyLimit',
  'keyLimit',
  'rate',
  'maxPending',
  'runner',
  'allowedRunners',
  'profile',
  'allowedProfiles',
  'maxAttempts',
  'timeoutSeconds',
  'retryPolicy',
  'allowedCallables',
  'plainCallables',
  'retention',
] as const satisfies readonly (keyof QueueSettings)[];
