import { createHash } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import type { KeyRing } from '../secrets/key-ring.ts';
import { sealPayload, taskPlace } from '../secrets/sealed-payload.ts';
import type { NewTask } from './enqueue-tasks.ts';
import { requireJson } from './large-arguments.ts';

/** A task as the door takes it whose arguments are encrypted: of its own id, and with a hash of what they were. */
export interface SealedTask extends NewTask {
  id: string;
  payloadHash: string;
}

/** Encrypts the arguments of these tasks, of which `ids` has one each. Throws INVALID for what the door would refuse, since it cannot. */
export function sealTasks(ring: KeyRing, tasks: readonly NewTask[], ids: readonly string[]): SealedTask[] {
  return tasks.map(({ args = '[]', kwargs = '{}', ...task }, at) => {
    const id = ids[at];
    if (id === undefined) throw new RaydeckError('INTERNAL', 'There is an id for each task.');
    requireStorable(args, '[', `tasks[${at}].args`);
    requireStorable(kwargs, '{', `tasks[${at}].kwargs`);
    const place = taskPlace(id);
    return {
      ...task,
      id,
      args: sealPayload(ring, place, 'args', args),
      kwargs: sealPayload(ring, place, 'kwargs', kwargs),
      payloadHash: createHash('sha256').update(`${args}\n${kwargs}`).digest('hex'),
    };
  });
}

/** The execution side reads it as the door would have: no NUL, no half of a pair, however they are spelled. */
function requireStorable(text: string, opening: '[' | '{', path: string): void {
  const again = JSON.stringify(JSON.parse(requireJson(text, opening, path)));
  if (!/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/.test(again)) return;
  const kind = opening === '[' ? 'array' : 'object';
  const problem = `must be the text of a JSON ${kind} without NUL characters or lone surrogates`;
  throw new RaydeckError('INVALID', `${path}: ${problem}`, { path });
}
