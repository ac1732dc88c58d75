'use server';

import { pauseQueue, QueuePause, resumeQueue } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const pauseQueueAction = serverAction({ input: QueuePause, permission: 'queue.pause', run: pauseQueue });

export const resumeQueueAction = serverAction({ input: QueuePause, permission: 'queue.pause', run: resumeQueue });
