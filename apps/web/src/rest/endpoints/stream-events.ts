import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { eventStream } from '../event-stream.ts';
import { takeStreamPlace } from '../stream-places.ts';

export const streamEvents = endpoint({
  method: 'GET',
  path: '/events',
  operationId: 'streamEvents',
  summary: 'Changes of tasks as they happen',
  description:
    'Server-sent events: `ready` when it listens, and again when something may have been missed (read again what you show); ' +
    'then `changed` with `{"taskIds": [...]}` of tasks in the caller’s reach. A comment line every 15 seconds. Ends after 10 ' +
    'minutes or with the key: connect again. At most 20 at once for a caller.',
  action: 'task.read',
  answers: { 200: { description: 'The stream', mediaType: 'text/event-stream', schema: z.string() } },
  problems: [409],
  run: async (context, { signal, lookAgain }) => {
    const onEnd = takeStreamPlace(context.principal.id);
    const stream = eventStream({ context, changes: context.changes, lookAgain, signal, onEnd });
    // Nothing on the way may gather or rewrite it.
    return { status: 200, stream, headers: { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } };
  },
});
