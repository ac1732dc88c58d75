import { listTicks as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../resources/operations.ts';
import { nameParameters } from '../resources/queue.ts';
import { Tick } from '../resources/schedule.ts';

export const listTicks = endpoint({
  method: 'GET',
  path: '/schedules/{name}/ticks',
  operationId: 'listTicks',
  summary: 'What became of a schedule’s ticks',
  action: 'schedule.read',
  params: nameParameters,
  answers: { 200: { description: 'The newest 100, newest first', schema: listOf(Tick) } },
  problems: [404],
  run: async (context, { params: { name } }) => ({ status: 200, body: { items: await list(context, name) } }),
});
