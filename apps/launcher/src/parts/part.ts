import type { ProcessIdentity } from '@raydeck/embedded';
import type { PartName } from '../state/state-folder.ts';

/** One of the long-running processes of a stack. */
export interface Part {
  name: PartName;
  /** Changes with everything that the process is made of: a running one with another fingerprint is replaced. */
  fingerprint: string;
  isHealthy: () => Promise<boolean>;
  /** Returns once it is ready for use. */
  start: () => Promise<ProcessIdentity>;
}

export type PartOutcome = 'already running' | 'started' | 'restarted';
