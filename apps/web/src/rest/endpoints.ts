import { abortBulk } from './endpoints/abort-bulk.ts';
import { getBulk } from './endpoints/get-bulk.ts';
import { listBulk } from './endpoints/list-bulk.ts';
import { listBulkRows } from './endpoints/list-bulk-rows.ts';
import { previewBulk } from './endpoints/preview-bulk.ts';
import { startBulk } from './endpoints/start-bulk.ts';
import { cancelTask } from './endpoints/cancel-task.ts';
import { changeControl } from './endpoints/change-control.ts';
import { changeQueue } from './endpoints/change-queue.ts';
import { changeRetention } from './endpoints/change-retention.ts';
import { changeSchedule } from './endpoints/change-schedule.ts';
import { changeWebhook } from './endpoints/change-webhook.ts';
import { createKey } from './endpoints/create-key.ts';
import { createUser } from './endpoints/create-user.ts';
import { createWebhook } from './endpoints/create-webhook.ts';
import { deleteQueue } from './endpoints/delete-queue.ts';
import { deleteSchedule } from './endpoints/delete-schedule.ts';
import { deleteWebhook } from './endpoints/delete-webhook.ts';
import { diffProfile } from './endpoints/diff-profile.ts';
import { drainWorker } from './endpoints/drain-worker.ts';
import { editTask } from './endpoints/edit-task.ts';
import { drainCluster } from './endpoints/drain-cluster.ts';
import { enqueueTask } from './endpoints/enqueue-task.ts';
import { enqueueTasks } from './endpoints/enqueue-tasks.ts';
import { explainTask } from './endpoints/explain-task.ts';
import { getArguments } from './endpoints/get-arguments.ts';
import { getAttemptLog } from './endpoints/get-attempt-log.ts';
import { getAttemptLogText } from './endpoints/get-attempt-log-text.ts';
import { getClusterJob } from './endpoints/get-cluster-job.ts';
import { getControl } from './endpoints/get-control.ts';
import { getKey } from './endpoints/get-key.ts';
import { getProfileVersion } from './endpoints/get-profile-version.ts';
import { getProfile } from './endpoints/get-profile.ts';
import { getQueue } from './endpoints/get-queue.ts';
import { getResult } from './endpoints/get-result.ts';
import { getRetention } from './endpoints/get-retention.ts';
import { getSchedule } from './endpoints/get-schedule.ts';
import { getTask } from './endpoints/get-task.ts';
import { getUser } from './endpoints/get-user.ts';
import { getWebhook } from './endpoints/get-webhook.ts';
import { inviteUser } from './endpoints/invite-user.ts';
import { linkUser } from './endpoints/link-user.ts';
import { listAudit } from './endpoints/list-audit.ts';
import { listCatalogue } from './endpoints/list-catalogue.ts';
import { listClusterJobs } from './endpoints/list-cluster-jobs.ts';
import { listClusters } from './endpoints/list-clusters.ts';
import { listDeliveries } from './endpoints/list-deliveries.ts';
import { listKeys } from './endpoints/list-keys.ts';
import { listProfiles } from './endpoints/list-profiles.ts';
import { listQueues } from './endpoints/list-queues.ts';
import { listSchedules } from './endpoints/list-schedules.ts';
import { listTasks } from './endpoints/list-tasks.ts';
import { listTicks } from './endpoints/list-ticks.ts';
import { listUsers } from './endpoints/list-users.ts';
import { listWebhooks } from './endpoints/list-webhooks.ts';
import { listGateways } from './endpoints/list-gateways.ts';
import { listWorkers } from './endpoints/list-workers.ts';
import { pauseAll } from './endpoints/pause-all.ts';
import { pauseQueue } from './endpoints/pause-queue.ts';
import { pauseSchedule } from './endpoints/pause-schedule.ts';
import { pinTask } from './endpoints/pin-task.ts';
import { previewRetention } from './endpoints/preview-retention.ts';
import { putCatalogue } from './endpoints/put-catalogue.ts';
import { putPackage } from './endpoints/put-package.ts';
import { putProfile } from './endpoints/put-profile.ts';
import { putQueue } from './endpoints/put-queue.ts';
import { putSchedule } from './endpoints/put-schedule.ts';
import { redeliver } from './endpoints/redeliver.ts';
import { resetPassword } from './endpoints/reset-password.ts';
import { resumeAll } from './endpoints/resume-all.ts';
import { resumeCluster } from './endpoints/resume-cluster.ts';
import { resumeQueue } from './endpoints/resume-queue.ts';
import { resumeSchedule } from './endpoints/resume-schedule.ts';
import { resumeWorker } from './endpoints/resume-worker.ts';
import { retryTask } from './endpoints/retry-task.ts';
import { revokeKey } from './endpoints/revoke-key.ts';
import { rotateWebhook } from './endpoints/rotate-webhook.ts';
import { runRetention } from './endpoints/run-retention.ts';
import { runTaskNow } from './endpoints/run-task-now.ts';
import { runSchedule } from './endpoints/run-schedule.ts';
import { streamEvents } from './endpoints/stream-events.ts';
import { testProfile } from './endpoints/test-profile.ts';
import { testWebhook } from './endpoints/test-webhook.ts';
import { unpinTask } from './endpoints/unpin-task.ts';
import { uploadArguments } from './endpoints/upload-arguments.ts';
import { updateUser } from './endpoints/update-user.ts';

/** All endpoints, in the order of the document. */
export const endpoints = [
  enqueueTask,
  enqueueTasks,
  listTasks,
  getTask,
  explainTask,
  getResult,
  getArguments,
  uploadArguments,
  editTask,
  runTaskNow,
  cancelTask,
  retryTask,
  pinTask,
  unpinTask,
  previewBulk,
  startBulk,
  listBulk,
  getBulk,
  listBulkRows,
  abortBulk,
  getAttemptLog,
  getAttemptLogText,
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
  getRetention,
  changeRetention,
  previewRetention,
  runRetention,
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
  drainWorker,
  resumeWorker,
  listClusters,
  listGateways,
  drainCluster,
  resumeCluster,
  listClusterJobs,
  getClusterJob,
  streamEvents,
  listKeys,
  createKey,
  getKey,
  revokeKey,
  listUsers,
  createUser,
  inviteUser,
  getUser,
  updateUser,
  resetPassword,
  linkUser,
  listWebhooks,
  createWebhook,
  getWebhook,
  changeWebhook,
  deleteWebhook,
  rotateWebhook,
  testWebhook,
  listDeliveries,
  redeliver,
  listAudit,
];
