import type { Attempt, TaskSummary } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { stateStyle } from './state-style.ts';
import type { Cell } from './table.ts';
import { durationText, timeText } from './times.ts';

/** The columns of a list of tasks, the same in the `raydeck` command of the Python package. */
export const TASK_HEADINGS = ['ID', 'STATE', 'CALLABLE', 'QUEUE', 'ATTEMPTS', 'CREATED', 'DURATION', 'ERROR'];

export function taskRow(task: TaskSummary): Cell[] {
  return [
    task.id,
    { text: task.state, style: stateStyle(task.state) },
    plainText(task.callable),
    plainText(task.queue),
    String(task.attemptCount),
    timeText(task.createdAt),
    durationText(task.startedAt, task.finishedAt),
    errorText(task),
  ];
}

export const ATTEMPT_HEADINGS = ['ATTEMPT', 'STATE', 'RUNNER', 'SUBMITTED', 'DURATION', 'ERROR'];

export function attemptRow(attempt: Attempt): Cell[] {
  return [
    String(attempt.number),
    { text: attempt.state, style: stateStyle(attempt.state) },
    attempt.runner,
    timeText(attempt.submittedAt),
    durationText(attempt.startedAt, attempt.finishedAt),
    errorText(attempt),
  ];
}

/** Class and message in one line. */
export function errorText({ errorClass, errorMessage }: Pick<TaskSummary, 'errorClass' | 'errorMessage'>): string {
  const [first = ''] = plainText(errorMessage ?? '').split('\n');
  return [plainText(errorClass ?? ''), first].filter((part) => part !== '').join(': ');
}
