import { taskStates } from '@raydeck/core';
import { retryTask as retry, retryWithChanges, type TaskChanges } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { rawMembers } from '../raw-members.ts';
import { idParameters } from '../resources/parameters.ts';
import { RetryTaskBody } from '../resources/task-body.ts';
import { refusalUnder } from '../refusal-under.ts';

const retried = z.strictObject({ id: z.guid(), state: z.enum(taskStates) });

export const retryTask = endpoint({
  method: 'POST',
  path: '/tasks/{id}/retry',
  operationId: 'retryTask',
  summary: 'Run a FAILED or CANCELED task again',
  description:
    'With the same arguments: the same task, a fresh budget of attempts; its earlier attempts stay. With changes: a new task ' +
    'that names this one as retriedFrom, which also needs what an enqueue needs.',
  action: 'task.retry',
  params: idParameters,
  body: RetryTaskBody,
  isBodyOptional: true,
  answers: {
    200: { description: 'QUEUED again', schema: retried },
    201: {
      description: 'A new task with the changes',
      schema: retried.extend({ retriedFrom: z.guid() }),
      headers: z.object({ location: z.string() }),
    },
  },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { reason, changes }, rawBody }) => {
    if (!changes) return { status: 200, body: { id, ...(await retry(context, { id, reason })) } };
    const made = await retryWithChanges(context, { id, reason, changes: changesOf(changes, rawBody) }).catch(
      refusalUnder('changes'),
    );
    return { status: 201, body: made, headers: { location: `/api/v1/tasks/${made.id}` } };
  },
});

type Changes = Exclude<z.output<typeof RetryTaskBody>['changes'], undefined>;

/** The changes with their payload as text; what was not named stays unnamed. */
function changesOf({ args, kwargs, ...others }: Changes, rawBody: ReadonlyMap<string, string>): TaskChanges {
  const raw = rawMembers(rawBody.get('changes') ?? '{}', 'changes.');
  return { ...others, ...(args && { args: raw.get('args') }), ...(kwargs && { kwargs: raw.get('kwargs') }) };
}
