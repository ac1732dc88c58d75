import type { AttemptState, TaskState } from '@raydeck/client';

const styles = {
  BLOCKED: 'dim',
  QUEUED: 'blue',
  SUBMITTED: 'blue',
  RUNNING: 'cyan',
  SUCCEEDED: 'green',
  FAILED: 'red',
  CANCELED: 'yellow',
  LOST: 'magenta',
} as const;

/** The colour of a state; a newer server may have others. */
export function stateStyle(state: TaskState | AttemptState): (typeof styles)[keyof typeof styles] | 'reset' {
  return state in styles ? styles[state] : 'reset';
}
