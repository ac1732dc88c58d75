import type { TestServers } from './test-servers.ts';

/** How many tests of a suite ended how. A suite that could not run at all counts as one failed test. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const SUITE_NAMES = ['python', 'unit', 'database', 'ray', 'django', 'launcher', 'chaos', 'e2e'] as const;
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
  /** It has servers of its own and waits most of the time: it runs while the others do. */
  besideOthers?: boolean;
  run: (run: SuiteRun) => Promise<Counts>;
}
