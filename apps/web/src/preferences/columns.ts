/** Columns of the task list that may be shown beside state and task. */
export const chosenColumns = [
  'queue',
  'attemptCount',
  'priority',
  'createdBy',
  'createdAt',
  'runAt',
  'startedAt',
  'finishedAt',
  'duration',
] as const;

export type ChosenColumn = (typeof chosenColumns)[number];
