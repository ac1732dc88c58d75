export { authorize } from './authorize.ts';
export { audit, type AuditEntry, targetTypes } from './audit.ts';
export { AuditFilter } from './audit/audit-filter.ts';
export { type AuditPage, type AuditRow, listAudit } from './audit/list-audit.ts';
export type { Context } from './context.ts';
export { RedactKeys, RedactPaths } from './redaction/patterns.ts';
export { systemPrincipal } from './system-principal.ts';
export { changeOwnPassword, OwnPasswordChange } from './users/change-own-password.ts';
export { createUser, NewUser } from './users/create-user.ts';
export { ensureFirstAdministrator } from './users/ensure-first-administrator.ts';
export { findLink, type FoundLink } from './users/find-link.ts';
export { inviteUser, Invitation } from './users/invite-user.ts';
export { linkFirstAdministrator } from './users/link-first-administrator.ts';
export { makeUserLink, UserLinkRequest } from './users/make-user-link.ts';
export { LinkRedemption, redeemLink } from './users/redeem-link.ts';
export { signInWithIdentity, type ProvenIdentity } from './users/sign-in-with-identity.ts';
export { type UserLink } from './users/user-link.ts';
export { findSessionPrincipal, findSessionPrincipals } from './users/find-session-principal.ts';
export { getUser } from './users/get-user.ts';
export { listUsers } from './users/list-users.ts';
export { PasswordReset, resetPassword } from './users/reset-password.ts';
export { setPassword } from './users/set-password.ts';
export { type SignedIn, type SignIn, signIn } from './users/sign-in.ts';
export { updateUser, UserChange } from './users/update-user.ts';
export type { UserSummary } from './users/user-summary.ts';
export { abortBulkOperation, BulkAbort } from './bulk/abort-bulk-operation.ts';
export type { BulkOperation } from './bulk/bulk-operation-shown.ts';
export { getBulkOperation } from './bulk/get-bulk-operation.ts';
export { listBulkOperations } from './bulk/list-bulk-operations.ts';
export { type BulkRow, listBulkRows } from './bulk/list-bulk-rows.ts';
export { type BulkPreview, BulkQuestion, previewBulkOperation } from './bulk/preview-bulk-operation.ts';
export { queueBulkOperations, type SendBulk } from './bulk/queue-bulk-operations.ts';
export { type BulkEngine, runBulkOperation } from './bulk/run-bulk-operation.ts';
export { BulkStart, startBulkOperation } from './bulk/start-bulk-operation.ts';
export { cancelTask } from './tasks/cancel-task.ts';
export { editTask, type TaskEdit } from './tasks/edit-task.ts';
export { type Enqueued, enqueueTasks, enqueueTasksWithin, type NewTask } from './tasks/enqueue-tasks.ts';
export { pinTask, TaskPin } from './tasks/pin-task.ts';
export { readArguments } from './tasks/read-arguments.ts';
export { argumentsLimitBytes, uploadArguments } from './tasks/upload-arguments.ts';
export { type JsonContent, readResult } from './tasks/read-result.ts';
export { retryTask } from './tasks/retry-task.ts';
export { runTaskNow } from './tasks/run-task-now.ts';
export { retryWithChanges, type TaskChanges } from './tasks/retry-with-changes.ts';
export { acceptCoreReports, type CoreReport } from './attempts/accept-core-reports.ts';
export { admitCoreExecution } from './attempts/admit-core-execution.ts';
export { type CoreCall, readCoreCalls, type ReadCall } from './attempts/read-core-calls.ts';
export { writeCoreStarts } from './attempts/write-core-starts.ts';
export { type GatewayOrders, type GatewaySession, renewGateway, startGateway } from './gateways/start-gateway.ts';
export { acceptOutcome, type OutcomeReport } from './attempts/accept-outcome.ts';
export { keepCollectedLog } from './attempts/keep-collected-log.ts';
export { uploadLog } from './attempts/upload-log.ts';
export { openArguments } from './attempts/open-arguments.ts';
export { type KeptLog, openAttemptLog } from './attempts/open-attempt-log.ts';
export { type Execution, uploadResult } from './attempts/upload-result.ts';
export { sweepUploads } from './storage/sweep-uploads.ts';
export type { AttemptContext, AttemptLimits } from './attempts/attempt-context.ts';
export { effectiveOf } from './attempts/effective-of.ts';
export { judgeAttempt } from './attempts/judge-attempt.ts';
export { missingKeyEnding } from './attempts/missing-key-ending.ts';
export { type Heartbeat, recordHeartbeat } from './attempts/record-heartbeat.ts';
export { type StartedAttempt, startAttempt, type StartRequest } from './attempts/start-attempt.ts';
export { createTickets, type Tickets } from './attempts/tickets.ts';
export { CatalogueEntry } from './catalogue/catalogue-entry.ts';
export { listCallables } from './catalogue/list-callables.ts';
export { type CatalogueFilter, listCatalogue, type ListedEntry } from './catalogue/list-catalogue.ts';
export { CataloguePut, putCatalogue } from './catalogue/put-catalogue.ts';
export { listProfileNames } from './profiles/list-profile-names.ts';
export { diffProfileVersions } from './profiles/diff-profile-versions.ts';
export { getProfile, type ProfileHistory } from './profiles/get-profile.ts';
export { getProfileVersion } from './profiles/get-profile-version.ts';
export { listProfileUses } from './profiles/list-profile-uses.ts';
export { listProfiles } from './profiles/list-profiles.ts';
export { type ProfileChange } from './profiles/profile-changes.ts';
export { packageHash, profileName, ProfileSettings, type ProfileSettingsInput } from './profiles/profile-settings.ts';
export { profileActivity, type ProfileTestRun, type SetupFailure } from './profiles/profile-activity.ts';
export { type Profile } from './profiles/profile-summary.ts';
export { createProfileVersions, type ProfileVersions } from './profiles/profile-versions.ts';
export { publishProfile } from './profiles/publish-profile.ts';
export { packageLimitBytes, putPackage } from './profiles/put-package.ts';
export { changeRetention, RetentionEdit } from './retention/change-retention.ts';
export { deleteFrom, type DeleteStored } from './retention/delete-stored.ts';
export { getRetention, type RetentionRun, type RetentionState } from './retention/get-retention.ts';
export { previewRetention, type RetentionPreview } from './retention/preview-retention.ts';
export { requestRetention } from './retention/request-retention.ts';
export { runRetention } from './retention/run-retention.ts';
export { RetentionStart, startRetention } from './retention/start-retention.ts';
export { repairLimits } from './repairs/repair-limits.ts';
export { ProfilePut, putProfile } from './profiles/put-profile.ts';
export { type CodePackage } from './profiles/store-package.ts';
export { ProfileTest, testProfile } from './profiles/test-profile.ts';
export { type StoredProfile } from './profiles/stored-profile.ts';
export { EncryptionKeys, type KeyRing } from './secrets/key-ring.ts';
export { type EncryptionCounts, readEncryption, renewEncryption } from './secrets/renew-encryption.ts';
export { type AttemptLog, readAttemptLog } from './attempts/read-attempt-log.ts';
export { applyConfig } from './config/apply-config.ts';
export { parseConfig, type RaydeckConfig } from './config/config-file.ts';
export { changeControl, ControlChange } from './control/change-control.ts';
export { pauseAll, PauseAll } from './control/pause-all.ts';
export { resumeAll, ResumeAll } from './control/resume-all.ts';
export { ClusterDrain, drainCluster } from './clusters/drain-cluster.ts';
export { ClusterResume, resumeCluster } from './clusters/resume-cluster.ts';
export { type Control, getControl, readControl } from './control/get-control.ts';
export { type GatewayState, gatewayStates, type GatewaySummary, listGateways } from './gateways/list-gateways.ts';
export { listClusters, readClusters } from './clusters/list-clusters.ts';
export type { ApiKeySummary } from './keys/api-key-summary.ts';
export { createApiKey, type MadeApiKey, NewApiKey } from './keys/create-api-key.ts';
export { ensureApiKey } from './keys/ensure-api-key.ts';
export { getApiKey } from './keys/get-api-key.ts';
export { listApiKeys } from './keys/list-api-keys.ts';
export { ApiKeyRevocation, revokeApiKey } from './keys/revoke-api-key.ts';
export { newKeyText } from './keys/key-text.ts';
export { verifyApiKey } from './keys/verify-api-key.ts';
export { explainTask, type TaskExplanation } from './explain/explain-task.ts';
export type { InstallationSettings } from './explain/facts-of.ts';
export {
  getOverview,
  type Overview,
  type OverviewBucket,
  type OverviewRange,
  overviewRanges,
} from './overview/get-overview.ts';
export { listQueueChoices, type QueueChoice } from './queues/list-queue-choices.ts';
export { listQueueNames } from './queues/list-queue-names.ts';
export { changeQueue, QueueEdit } from './queues/change-queue.ts';
export { deleteQueue, QueueDeletion } from './queues/delete-queue.ts';
export { getQueue, readQueue } from './queues/get-queue.ts';
export { holdQueue } from './queues/hold-queue.ts';
export { listQueues } from './queues/list-queues.ts';
export { pauseQueue, QueuePause } from './queues/pause-queue.ts';
export { putQueue, QueuePut } from './queues/put-queue.ts';
export { QueueChange, QueueSettings } from './queues/queue-settings.ts';
export type { QueueSummary } from './queues/queue-summary.ts';
export { QueueResume, resumeQueue } from './queues/resume-queue.ts';
export type { Expected } from './queues/write-queue.ts';
export { type BoundedCount, countLimit } from './reading/bounded-count.ts';
export { changeSchedule, ScheduleEdit } from './schedules/change-schedule.ts';
export { dealWithTicks } from './schedules/deal-with-ticks.ts';
export { deleteSchedule } from './schedules/delete-schedule.ts';
export type { ScheduledTick, ScheduleEngine, SendTicks } from './schedules/engine.ts';
export { getSchedule } from './schedules/get-schedule.ts';
export { listSchedules } from './schedules/list-schedules.ts';
export { listTicks, type Tick } from './schedules/list-ticks.ts';
export { nextTick } from './schedules/next-tick.ts';
export { pauseSchedule, SchedulePause } from './schedules/pause-schedule.ts';
export { putSchedule, SchedulePut } from './schedules/put-schedule.ts';
export { type RecentTick, recentTicks } from './schedules/recent-ticks.ts';
export { resumeSchedule } from './schedules/resume-schedule.ts';
export { runSchedule } from './schedules/run-schedule.ts';
export type { Schedule } from './schedules/schedule-detail.ts';
export {
  NewScheduleSettings,
  ScheduleAction,
  ScheduleChange,
  ScheduledTask,
  ScheduleSettings,
} from './schedules/schedule-settings.ts';
export { dealWithOverdue, sendComingTicks, sweepSchedules } from './schedules/sweep-schedules.ts';
export type { AttemptDetail } from './tasks/attempt-detail.ts';
export { type CountFilter, countTasksByState, type TaskCounts } from './tasks/count-tasks-by-state.ts';
export { type ExportEnd, exportLimit, exportTasks } from './tasks/export-tasks.ts';
export { parseFilterJson } from './tasks/filter-json.ts';
export { findTask, type FoundTask } from './tasks/find-task.ts';
export { getHistory, type History, type Run } from './tasks/get-history.ts';
export { getNeighbours, type Neighbour, type Neighbours } from './tasks/get-neighbours.ts';
export { getTask, type TaskDetail } from './tasks/get-task.ts';
export { listTasks, type TaskPage, type TaskSummary } from './tasks/list-tasks.ts';
export type { Payload } from './tasks/payload.ts';
export { type RefreshedTasks, refreshTasks } from './tasks/refresh-tasks.ts';
export { type SearchedTasks, searchFilter } from './tasks/search-filter.ts';
export { searchOfFilter } from './tasks/search-of-filter.ts';
export { Progress } from './tasks/progress.ts';
export { suggestValues } from './tasks/suggest-values.ts';
export { TaskFilter } from './tasks/task-filter.ts';
export { tasksInReach } from './tasks/tasks-in-reach.ts';
export { maxWaitSeconds, waitForTask } from './tasks/wait-for-task.ts';
export { changeWebhook, WebhookEdit } from './webhooks/change-webhook.ts';
export { collectSystemDeliveries, collectTaskDeliveries } from './webhooks/collect-deliveries.ts';
export { createWebhook, type MadeWebhook, WebhookCreation } from './webhooks/create-webhook.ts';
export { deleteWebhook, WebhookTarget } from './webhooks/delete-webhook.ts';
export {
  type Answered,
  buryDelivery,
  type DeliveryEngine,
  deliverWebhook,
  type PostWebhook,
} from './webhooks/deliver-webhook.ts';
export { getWebhook } from './webhooks/get-webhook.ts';
export { type Delivery, deliveryStates, type DeliveryPage, listDeliveries } from './webhooks/list-deliveries.ts';
export { listWebhooks } from './webhooks/list-webhooks.ts';
export { queueDeliveries, type SendDeliveries } from './webhooks/queue-deliveries.ts';
export { Redelivery, redeliver } from './webhooks/redeliver.ts';
export { rotateWebhookSecret } from './webhooks/rotate-webhook-secret.ts';
export { testWebhook } from './webhooks/test-webhook.ts';
export { NewWebhook, WebhookChange, WebhookSettings } from './webhooks/webhook-settings.ts';
export type { Webhook } from './webhooks/webhook-summary.ts';
export { type HeldAttempt, listWorkers, type WorkerSummary } from './workers/list-workers.ts';
export { drainWorker, WorkerDrain } from './workers/drain-worker.ts';
export { resumeWorker, WorkerResume } from './workers/resume-worker.ts';
export { type QueuePulse, queuePulses } from './queues/queue-pulses.ts';
export {
  type ClusterJob,
  ClusterJobFilter,
  getClusterJob,
  jobSorts,
  jobStatuses,
  listClusterJobs,
} from './clusters/cluster-jobs.ts';
export { changeView, ViewChange } from './views/change-view.ts';
export { createView, NewView } from './views/create-view.ts';
export { deleteView, ViewTarget } from './views/delete-view.ts';
export { listViews } from './views/list-views.ts';
export type { SavedView } from './views/own-views.ts';
