/**
 * BLOCKED waits for other tasks. QUEUED waits for its time, its turn, a slot or its backoff; the dispatcher moves it on, a
 * crash leaves it as it is. RUNNING has one live attempt; that attempt's end moves it on, after a crash through adoption.
 * The others are final; an operator moves FAILED and CANCELED back to QUEUED.
 */
export const taskStates = ['BLOCKED', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED'] as const;

export type TaskState = (typeof taskStates)[number];

/** The moves that exist. Every statement that changes `task.state` makes one of these; a test holds the SQL against it. */
export const taskMoves: Record<TaskState, readonly TaskState[]> = {
  BLOCKED: ['QUEUED', 'CANCELED', 'FAILED'],
  QUEUED: ['RUNNING', 'CANCELED', 'FAILED'],
  RUNNING: ['QUEUED', 'SUCCEEDED', 'FAILED', 'CANCELED'],
  SUCCEEDED: [],
  FAILED: ['QUEUED'],
  CANCELED: ['QUEUED'],
};

const finalStates: ReadonlySet<TaskState> = new Set<TaskState>(['SUCCEEDED', 'FAILED', 'CANCELED']);

/** Whether nothing but an operator moves the task again. */
export function isTaskFinal(state: TaskState): boolean {
  return finalStates.has(state);
}

/** Whether the table of moves has this one. */
export function canTaskMove(from: TaskState, to: TaskState): boolean {
  return taskMoves[from].includes(to);
}
