import type { Task } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { z } from 'zod';
import { prettyMember, safeJson } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { stateStyle } from '../client/state-style.ts';
import { fields, table, terminalWidth } from '../client/table.ts';
import { taskText } from '../client/task-text.ts';
import { ATTEMPT_HEADINGS, attemptRow } from '../client/task-rows.ts';
import { tracebackText } from '../client/traceback-text.ts';
import { durationText, timeText } from '../client/times.ts';

const ShowFlags = z.object({ json: z.boolean().default(false) });

/** `raydeck task show`: all that people ask of one task. */
export async function taskShow(command: ClientCommand, id: string, rawFlags: unknown): Promise<void> {
  const { json } = ShowFlags.parse(rawFlags);
  const text = await taskText(command, id);
  if (json) return console.log(safeJson(text));
  const task = JSON.parse(text) as Task;
  console.log([description(task, text), attempts(task), traceback(task)].filter((part) => part !== '').join('\n\n'));
}

/** `text` has the numbers as they were written. */
function description(task: Task, text: string): string {
  const { effective, shapes } = task;
  const hasResult = task.state === 'SUCCEEDED';
  return fields([
    ['ID', task.id],
    ['STATE', { text: task.state, style: stateStyle(task.state) }],
    ['CALLABLE', plainText(task.callable)],
    ['ARGS', shapes ? plainText(shapes.args) : prettyMember(text, 'args')],
    ['KWARGS', shapes ? plainText(shapes.kwargs) : prettyMember(text, 'kwargs')],
    ['RESULT', hasResult ? (shapes ? plainText(shapes.result ?? '') : prettyMember(text, 'result')) : null],
    ['QUEUE', plainText(task.queue)],
    ['PRIORITY', String(task.priority)],
    ['ATTEMPTS', `${task.attemptCount}, of which ${task.failures} count of ${effective.maxAttempts.value}`],
    ['RUNNER', effective.runner.value],
    ['PROFILE', effective.profile.value],
    ['TAGS', plainText(task.tags.join(', '))],
    ['CREATED', `${timeText(task.createdAt)} by ${plainText(task.createdBy)}`],
    ['RUN AT', task.state === 'QUEUED' ? timeText(task.runAt) : null],
    ['EXPIRES', timeText(task.expiresAt)],
    ['STARTED', timeText(task.startedAt)],
    ['FINISHED', timeText(task.finishedAt)],
    ['DURATION', durationText(task.startedAt, task.finishedAt)],
    ['CANCEL', task.cancelRequestedAt && `requested ${timeText(task.cancelRequestedAt)}`],
    ['RETRIED FROM', task.retriedFrom],
    ['RETRIED BY', task.retriedBy.join(', ')],
  ]);
}

function attempts({ attempts: all }: Task): string {
  return all.length === 0 ? '' : table(ATTEMPT_HEADINGS, all.map(attemptRow), terminalWidth());
}

function traceback({ attempts: all }: Task): string {
  const text = all.find((attempt) => attempt.traceback !== null)?.traceback;
  return text ? tracebackText(text) : '';
}
