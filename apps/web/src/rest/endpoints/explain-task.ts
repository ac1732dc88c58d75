import { explainTask as explain } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Explanation } from '../resources/explanation.ts';
import { idParameters } from '../resources/parameters.ts';

export const explainTask = endpoint({
  method: 'GET',
  path: '/tasks/{id}/explain',
  operationId: 'explainTask',
  summary: 'Why a task does not run, what it is doing, or how it ended',
  description: 'The first reason is the one that decides; what follows holds as well.',
  action: 'task.read',
  params: idParameters,
  answers: { 200: { description: 'The reasons, at least one', schema: Explanation } },
  problems: [404],
  run: async (context, { params: { id } }) => ({ status: 200, body: await explain(context, id) }),
});
