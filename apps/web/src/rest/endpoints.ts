import { cancelTask } from './endpoints/cancel-task.ts';
import { enqueueTask } from './endpoints/enqueue-task.ts';
import { getAttemptLog } from './endpoints/get-attempt-log.ts';
import { getTask } from './endpoints/get-task.ts';
import { listClusters } from './endpoints/list-clusters.ts';
import { listQueues } from './endpoints/list-queues.ts';
import { listTasks } from './endpoints/list-tasks.ts';
import { listWorkers } from './endpoints/list-workers.ts';
import { retryTask } from './endpoints/retry-task.ts';
import { streamEvents } from './endpoints/stream-events.ts';

/** All endpoints, in the order of the document. */
export const endpoints = [
  enqueueTask,
  listTasks,
  getTask,
  cancelTask,
  retryTask,
  getAttemptLog,
  listQueues,
  listWorkers,
  listClusters,
  streamEvents,
];
