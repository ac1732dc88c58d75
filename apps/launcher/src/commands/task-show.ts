import type { Task } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { z } from 'zod';
import { memberText, safeJson } from '../client/json-text.ts';
import type { ClientCommand } from '../client/run-client-command.ts';
import { stateStyle } from '../client/state-style.ts';
import { fields, table, terminalWidth } from '../client/table.ts';
import { taskText } from '../client/task-text.ts';
import { ATTEMPT_HEADINGS, attemptRow } from '../client/task-rows.ts';
import { tracebackText } from '../client/traceback-text.ts';
import { agoText, durationText, timeText } from '../client/times.ts';

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
  const times = [
    ['created', task.createdAt],
    ['run at', task.runAt],
    ['expires', task.expiresAt],
    ['started', task.startedAt],
    ['finished', task.finishedAt],
  ] as const;
  return fields([
    ['task', task.id],
    ['callable', plainText(task.callable)],
    ['state', { text: task.state, style: stateStyle(task.state) }],
    ['cancel', task.cancelRequestedAt && `requested ${agoText(task.cancelRequestedAt)}`],
    ['queue', `${plainText(task.queue)}, priority ${task.priority}`],
    ['attempts', `${task.attemptCount}, of which ${task.failures} count of ${effective.maxAttempts.value}`],
    ['runner', effective.runner.value],
    ['profile', effective.profile.value && plainText(effective.profile.value)],
    ['tags', plainText(task.tags.join(', '))],
    ['key', task.concurrencyKey && plainText(task.concurrencyKey)],
    ...times.map(([name, time]) => [name, time && `${timeText(time)} (${agoText(time)})`] as const),
    ['duration', durationText(task.startedAt, task.finishedAt)],
    ['created by', plainText(task.createdBy)],
    ['retried from', task.retriedFrom],
    ['retried by', task.retriedBy.join(', ')],
    ['encrypted', task.locked && plainText(task.locked.problem)],
    ['args', shapes ? plainText(shapes.args) : memberText(text, 'args')],
    ['kwargs', shapes ? plainText(shapes.kwargs) : memberText(text, 'kwargs')],
    ['result', hasResult ? (shapes ? plainText(shapes.result ?? '') : memberText(text, 'result')) : null],
  ]);
}

function attempts({ attempts: all }: Task): string {
  return all.length === 0 ? '' : table(ATTEMPT_HEADINGS, all.map(attemptRow), terminalWidth());
}

function traceback({ attempts: all }: Task): string {
  const text = all.find((attempt) => attempt.traceback !== null)?.traceback;
  return text ? tracebackText(text) : '';
}
