import type { CatchUp, Overlap } from '@raydeck/core';

/** What becomes of runs that nobody dealt with in time. */
export const catchUpWords: Record<CatchUp, string> = {
  none: 'Passed by',
  last: 'The last of them runs late',
  all: 'All run late, in order',
};

/** What a run does while the one before has not ended. */
export const overlapWords: Record<Overlap, string> = {
  allow: 'Runs beside the one before',
  skip: 'Skipped while the one before runs',
  queue: 'Waits for the one before',
  'cancel-previous': 'Cancels the one before',
};
