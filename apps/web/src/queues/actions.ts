'use server';

import {
  changeControl,
  ControlChange,
  changeQueue,
  deleteQueue,
  pauseQueue,
  putQueue,
  QueueDeletion,
  QueueEdit,
  QueuePause,
  QueuePut,
  resumeQueue,
} from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const pauseQueueAction = serverAction({ input: QueuePause, permission: 'queue.pause', run: pauseQueue });

export const resumeQueueAction = serverAction({ input: QueuePause, permission: 'queue.pause', run: resumeQueue });

export const createQueueAction = serverAction({
  input: QueuePut,
  permission: 'queue.write',
  run: (context, input) => putQueue(context, input, 'absent'),
});

export const changeQueueAction = serverAction({ input: QueueEdit, permission: 'queue.write', run: changeQueue });

export const deleteQueueAction = serverAction({ input: QueueDeletion, permission: 'queue.write', run: deleteQueue });

export const changeControlAction = serverAction({
  input: ControlChange,
  permission: 'control.write',
  run: changeControl,
});
