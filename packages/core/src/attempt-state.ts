/**
 * SUBMITTED is claimed and on its way; the start gate moves it to RUNNING, the owner judges it when it never starts.
 * RUNNING has user code; its outcome ends it, or the owner's judgement. After a crash of the owner both are adopted.
 * LOST says that the execution is gone and nobody knows how it ended. All but the first two are final.
 */
export const attemptStates = ['SUBMITTED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'LOST'] as const;

export type AttemptState = (typeof attemptStates)[number];

/** SUBMITTED may end at once: an outcome can be committed together with the start of a short task. */
export const attemptMoves: Record<AttemptState, readonly AttemptState[]> = {
  SUBMITTED: ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'LOST'],
  RUNNING: ['SUCCEEDED', 'FAILED', 'CANCELED', 'LOST'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELED: [],
  LOST: [],
};

export type FinalAttemptState = Exclude<AttemptState, 'SUBMITTED' | 'RUNNING'>;

/** Whether the attempt still moves. */
export function isAttemptLive(state: AttemptState): boolean {
  return state === 'SUBMITTED' || state === 'RUNNING';
}

/** Whether the table of moves has this one. */
export function canAttemptMove(from: AttemptState, to: AttemptState): boolean {
  return attemptMoves[from].includes(to);
}
