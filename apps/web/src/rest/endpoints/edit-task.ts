import { taskStates } from '@raydeck/core';
import { editTask as edit } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { TaskEditBody } from '../resources/task-body.ts';

export const editTask = endpoint({
  method: 'PATCH',
  path: '/tasks/{id}',
  operationId: 'editTask',
  summary: 'Change a task that waits',
  description:
    'A QUEUED or BLOCKED one. A move to another queue also needs what an enqueue into it needs: scope or role, reach, and the ' +
    'queue’s allow-lists.',
  action: 'task.edit',
  params: idParameters,
  body: TaskEditBody,
  answers: { 200: { description: 'Changed', schema: z.strictObject({ id: z.guid(), state: z.enum(taskStates) }) } },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { runAt, expiresAt, ...rest } }) => {
    const dates = { runAt: dateOf(runAt), expiresAt: expiresAt === null ? null : dateOf(expiresAt) };
    return { status: 200, body: { id, ...(await edit(context, { id, ...rest, ...dates })) } };
  },
});

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
