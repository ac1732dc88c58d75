import { type Defaults, type Effective, effectiveSettings, type RetryWish } from '@raydeck/core';
import type { StandingRow } from '@raydeck/db';

/** The settings that count for an attempt's task. */
export function effectiveOf(standing: StandingRow, defaults: Defaults): Effective {
  const nothing = { runner: null, profile: null };
  return effectiveSettings(
    { ...nothing, ...standing.taskSettings, retryPolicy: retryPolicyOf(standing.taskSettings.retryPolicy) },
    { ...nothing, ...standing.queueSettings, retryPolicy: retryPolicyOf(standing.queueSettings.retryPolicy) },
    defaults,
  );
}

/** Safe: the door and a CHECK on the queue hold every stored policy to `raydeck.is_retry_policy`. */
function retryPolicyOf(stored: unknown): RetryWish | null {
  return stored as RetryWish | null;
}
