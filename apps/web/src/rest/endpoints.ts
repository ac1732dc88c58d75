import { cancelTask } from './endpoints/cancel-task.ts';
import { changeControl } from './endpoints/change-control.ts';
import { changeQueue } from './endpoints/change-queue.ts';
import { changeSchedule } from './endpoints/change-schedule.ts';
import { createKey } from './endpoints/create-key.ts';
import { createUser } from './endpoints/create-user.ts';
import { deleteQueue } from './endpoints/delete-queue.ts';
import { deleteSchedule } from './endpoints/delete-schedule.ts';
import { diffProfile } from './endpoints/diff-profile.ts';
import { editTask } from './endpoints/edit-task.ts';
import { drainCluster } from './endpoints/drain-cluster.ts';
import { enqueueTask } from './endpoints/enqueue-task.ts';
import { enqueueTasks } from './endpoints/enqueue-tasks.ts';
import { getAttemptLog } from './endpoints/get-attempt-log.ts';
import { getControl } from './endpoints/get-control.ts';
import { getKey } from './endpoints/get-key.ts';
import { getProfileVersion } from './endpoints/get-profile-version.ts';
import { getProfile } from './endpoints/get-profile.ts';
import { getQueue } from './endpoints/get-queue.ts';
import { getResult } from './endpoints/get-result.ts';
import { getSchedule } from './endpoints/get-schedule.ts';
import { getTask } from './endpoints/get-task.ts';
import { getUser } from './endpoints/get-user.ts';
import { listAudit } from './endpoints/list-audit.ts';
import { listCatalogue } from './endpoints/list-catalogue.ts';
import { listClusters } from './endpoints/list-clusters.ts';
import { listKeys } from './endpoints/list-keys.ts';
import { listProfiles } from './endpoints/list-profiles.ts';
import { listQueues } from './endpoints/list-queues.ts';
import { listSchedules } from './endpoints/list-schedules.ts';
import { listTasks } from './endpoints/list-tasks.ts';
import { listTicks } from './endpoints/list-ticks.ts';
import { listUsers } from './endpoints/list-users.ts';
import { listWorkers } from './endpoints/list-workers.ts';
import { pauseAll } from './endpoints/pause-all.ts';
import { pauseQueue } from './endpoints/pause-queue.ts';
import { pauseSchedule } from './endpoints/pause-schedule.ts';
import { putCatalogue } from './endpoints/put-catalogue.ts';
import { putPackage } from './endpoints/put-package.ts';
import { putProfile } from './endpoints/put-profile.ts';
import { putQueue } from './endpoints/put-queue.ts';
import { putSchedule } from './endpoints/put-schedule.ts';
import { resetPassword } from './endpoints/reset-password.ts';
import { resumeAll } from './endpoints/resume-all.ts';
import { resumeCluster } from './endpoints/resume-cluster.ts';
import { resumeQueue } from './endpoints/resume-queue.ts';
import { resumeSchedule } from './endpoints/resume-schedule.ts';
import { retryTask } from './endpoints/retry-task.ts';
import { revokeKey } from './endpoints/revoke-key.ts';
import { runSchedule } from './endpoints/run-schedule.ts';
import { streamEvents } from './endpoints/stream-events.ts';
import { testProfile } from './endpoints/test-profile.ts';
import { updateUser } from './endpoints/update-user.ts';

/** All endpoints, in the order of the document. */
export const endpoints = [
  enqueueTask,
  enqueueTasks,
  listTasks,
  getTask,
  getResult,
  editTask,
  cancelTask,
  retryTask,
  getAttemptLog,
  listQueues,
  getQueue,
  putQueue,
  changeQueue,
  deleteQueue,
  pauseQueue,
  resumeQueue,
  getControl,
  changeControl,
  pauseAll,
  resumeAll,
  listProfiles,
  getProfile,
  getProfileVersion,
  diffProfile,
  putProfile,
  testProfile,
  putPackage,
  listCatalogue,
  putCatalogue,
  listSchedules,
  getSchedule,
  putSchedule,
  changeSchedule,
  deleteSchedule,
  runSchedule,
  pauseSchedule,
  resumeSchedule,
  listTicks,
  listWorkers,
  listClusters,
  drainCluster,
  resumeCluster,
  streamEvents,
  listKeys,
  createKey,
  getKey,
  revokeKey,
  listUsers,
  createUser,
  getUser,
  updateUser,
  resetPassword,
  listAudit,
];
