import type { SuiteResult } from './suite-result.ts';
import type { TestServers } from './test-servers.ts';

export const SUITE_NAMES = [
  'python',
  'unit',
  'database',
  'ray',
  'django',
  'launcher',
  'chaos',
  'e2e',
  'guards',
] as const;
export type SuiteName = (typeof SUITE_NAMES)[number];

export interface SuiteRun {
  servers: TestServers;
  /** Where reports of this run go. */
  reportsDir: string;
  signal: AbortSignal;
  /** Shows a line of the suite's output. */
  say: (line: string) => void;
}

export interface Suite {
  name: SuiteName;
  /** What it may take on two cores, its servers included. */
  budgetSeconds: number;
  /** Runs only where --only names it. */
  byWish?: boolean;
  run: (run: SuiteRun) => Promise<SuiteResult>;
}
