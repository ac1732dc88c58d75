'use server';

import {
  changeControl,
  ControlChange,
  changeQueue,
  deleteQueue,
  pauseAll,
  PauseAll,
  pauseQueue,
  putQueue,
  QueueDeletion,
  QueueEdit,
  QueuePause,
  QueuePut,
  resumeAll,
  resumeQueue,
} from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const pauseQueueAction = serverAction({ input: QueuePause, permission: 'queue.pause', run: pauseQueue });

export const resumeQueueAction = serverAction({ input: QueuePause, permission: 'queue.pause', run: resumeQueue });

export const pauseAllAction = serverAction({ input: PauseAll, permission: 'control.pause', run: pauseAll });

export const resumeAllAction = serverAction({ input: PauseAll, permission: 'control.pause', run: resumeAll });

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
