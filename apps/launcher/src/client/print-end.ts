import { styleText } from 'node:util';
import type { Task } from '@raydeck/client';
import { exitCodeOfTask } from './exit-code-of.ts';
import { stateStyle } from './state-style.ts';
import { errorText } from './task-rows.ts';
import { durationText } from './times.ts';
import { tracebackText } from './traceback-text.ts';

/** Says on stderr how a task ended, and why. Returns the exit code. */
export function printEnd(task: Task): number {
  const state = styleText(stateStyle(task.state), task.state, { stream: process.stderr });
  console.error(`${task.id} ${state} ${durationText(task.startedAt, task.finishedAt)}`.trimEnd());
  if (task.state === 'FAILED') console.error(whyFailed(task));
  return exitCodeOfTask(task.state);
}

function whyFailed({ attempts: [last] }: Task): string {
  if (!last) return 'It was not started in time.';
  return last.traceback ? tracebackText(last.traceback) : errorText(last);
}
