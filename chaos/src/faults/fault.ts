import type { RunnerName } from '@raydeck/core';
import type { Installation } from '../environment/installation.ts';
import type { Random } from '../random.ts';

export interface FaultScene {
  installation: Installation;
  random: Random;
  /** Shows a line of what is done. */
  say: (line: string) => void;
}

/** One way in which the world is unkind. */
export interface Fault {
  kind: string;
  /** Only where one of these is in use. */
  runners?: readonly RunnerName[];
  /**
   * Does it, and undoes it: returns when the fault itself is over. A fault that measures by itself how long the recovery took
   * returns that, null when there was none; after the others a fresh task must run to its end.
   */
  inject(scene: FaultScene): Promise<number | null | undefined>;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
