import type { Payload, Schedule, ScheduledTask } from '@raydeck/services';
import { rawMembers } from '../raw-members.ts';
import { rawJson } from '../write-json.ts';
import { lockedResource } from './task-resource.ts';

/** A schedule as the API shows it: its task's payload as the JSON it is, digit for digit, or its shapes. */
export function scheduleResource({ task: { args, kwargs, ...task }, ...schedule }: Schedule) {
  return { ...schedule, task: { ...task, ...payloadOf(args, kwargs) } };
}

function payloadOf(args: Payload, kwargs: Payload) {
  if (args.kind === 'text' && kwargs.kind === 'text') return { args: rawJson(args.text), kwargs: rawJson(kwargs.text) };
  if (args.kind === 'locked') return { locked: lockedResource(args) };
  const shapeOf = (payload: Payload): string => (payload.kind === 'shape' ? payload.shape : '');
  return { shapes: { args: shapeOf(args), kwargs: shapeOf(kwargs) } };
}

/** The task of a body, with its payload as text. */
export function scheduledTaskOf(
  {
    args: _args,
    kwargs: _kwargs,
    ...task
  }: { args?: unknown; kwargs?: unknown } & Omit<ScheduledTask, 'args' | 'kwargs'>,
  rawBody: ReadonlyMap<string, string>,
): ScheduledTask {
  const raw = rawMembers(rawBody.get('task') ?? '{}', 'task.');
  return { ...task, args: raw.get('args'), kwargs: raw.get('kwargs') };
}
