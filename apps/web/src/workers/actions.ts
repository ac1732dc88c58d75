'use server';

import { drainWorker, resumeWorker, WorkerDrain, WorkerResume } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const drainWorkerAction = serverAction({ input: WorkerDrain, permission: 'worker.drain', run: drainWorker });

export const resumeWorkerAction = serverAction({ input: WorkerResume, permission: 'worker.drain', run: resumeWorker });
