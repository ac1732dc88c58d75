import type { Env } from '../env.ts';
import type { StateFolder } from '../state/state-folder.ts';

/** What each step of a command gets. */
export interface StepContext {
  env: Env;
  state: StateFolder;
  /** What children inherit, see settings/ignored-variables.ts. */
  baseEnv: Record<string, string>;
  /** Aborted by Ctrl-C and by the failure of another step. */
  signal: AbortSignal;
  /** Output of the commands that steps run. */
  logFile: string;
  /** Shows where the step is. */
  say: (line: string) => void;
}
