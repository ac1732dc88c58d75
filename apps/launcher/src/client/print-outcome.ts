import { styleText } from 'node:util';
import type { Task } from '@raydeck/client';
import { plainText } from '@raydeck/core';
import { exitCodeOfTask } from './exit-code.ts';
import { prettyJson, safeJson } from './json-text.ts';
import type { ClientCommand } from './run-client-command.ts';
import { stateStyle } from './state-style.ts';
import { taskText } from './task-text.ts';
import { errorText } from './task-rows.ts';
import { durationText } from './times.ts';
import { tracebackText } from './traceback-text.ts';

/** Waits for a task's end and prints it: the result on stdout, everything else on stderr. Returns the exit code. */
export async function printOutcome(
  command: ClientCommand,
  id: string,
  { json, withinMs = Infinity }: { json: boolean; withinMs?: number },
): Promise<number> {
  const { client, signal } = command;
  const task = await client.wait(id, { signal, withinMs });
  if (json) console.log(safeJson(await taskText(command, id)));
  else await print(command, task);
  return exitCodeOfTask(task.state);
}

async function print({ client, signal }: ClientCommand, task: Task): Promise<void> {
  const state = styleText(stateStyle(task.state), task.state, { stream: process.stderr });
  console.error(`${task.id} ${state} ${durationText(task.startedAt, task.finishedAt)}`.trimEnd());
  if (task.state === 'FAILED') console.error(whyFailed(task));
  if (task.state !== 'SUCCEEDED') return;
  const { shapes } = task;
  console.log(shapes ? plainText(shapes.result ?? '') : prettyJson(await client.resultText(task.id, { signal })));
}

function whyFailed({ attempts: [last] }: Task): string {
  if (!last) return 'It was not started in time.';
  return last.traceback ? tracebackText(last.traceback) : errorText(last);
}
