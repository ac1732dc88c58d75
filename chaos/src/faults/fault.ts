import type { Installation } from '../environment/installation.ts';
import type { Random } from '../random.ts';

export interface FaultScene {
  installation: Installation;
  random: Random;
  /** Shows a line of what is done. */
  say: (line: string) => void;
}

/** When it can be said that the system has got over a fault. Without one, a fresh task must run to its end. */
export interface Recovery {
  /** By performance.now(); else from the end of the fault. */
  sinceMs?: number;
  isOver: () => Promise<boolean>;
}

/** One way in which the world is unkind. */
export interface Fault {
  kind: string;
  /** Only where this runner is in use. */
  runner?: 'ray_job';
  /** Does it, and undoes it: returns when the fault itself is over. */
  inject(scene: FaultScene): Promise<Recovery | undefined>;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
