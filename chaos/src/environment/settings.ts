import type { RunnerName } from '@raydeck/core';

/** How the installation under test is set up. Times in seconds. */
export interface InstallationSettings {
  workers: number;
  /** Attempts at once, of each worker. */
  concurrency: number;
  heartbeatSeconds: number;
  leaseSeconds: number;
  /** STUCK_TASK_TIMEOUT_SECONDS. */
  silenceSeconds: number;
  runners: readonly RunnerName[];
  /** Names of guards.ts that the workers run without. */
  withoutGuards: readonly string[];
}
