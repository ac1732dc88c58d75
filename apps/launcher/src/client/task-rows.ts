import type { Attempt, TaskSummary } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { stateStyle } from './state-style.ts';
import type { Cell } from './table.ts';
import { agoText, durationText, timeText } from './times.ts';

/** The columns of a list of tasks, the same in the `raydeck` command of the Python package. */
export const TASK_HEADINGS = ['ID', 'STATE', 'CALLABLE', 'QUEUE', 'ATTEMPTS', 'CREATED', 'DURATION', 'ERROR'];

/** `isForPeople`: how long ago, not when. */
export function taskRow(task: TaskSummary, isForPeople: boolean): Cell[] {
  return [
    task.id,
    { text: task.state, style: stateStyle(task.state) },
    plainText(task.callable),
    plainText(task.queue),
    task.maxAttempts === null ? String(task.attemptCount) : `${task.attemptCount}/${task.maxAttempts}`,
    isForPeople ? agoText(task.createdAt) : timeText(task.createdAt),
    durationText(task.startedAt, task.finishedAt),
    errorText(task),
  ];
}

export const ATTEMPT_HEADINGS = ['ATTEMPT', 'STATE', 'STARTED', 'DURATION', 'RUNNER', 'RAY JOB', 'ERROR'];

export function attemptRow(attempt: Attempt): Cell[] {
  return [
    String(attempt.number),
    { text: attempt.state, style: stateStyle(attempt.state) },
    timeText(attempt.startedAt ?? attempt.submittedAt),
    durationText(attempt.startedAt, attempt.finishedAt ?? attempt.releasedAt),
    attempt.runner,
    plainText(attempt.rayJobId ?? '-'),
    errorText(attempt),
  ];
}

/** Class and message in one line. */
export function errorText({ errorClass, errorMessage }: Pick<TaskSummary, 'errorClass' | 'errorMessage'>): string {
  const [first = ''] = plainText(errorMessage ?? '').split('\n');
  return [plainText(errorClass ?? ''), first].filter((part) => part !== '').join(': ');
}
