export { MachineError } from './machine-error.ts';
export { hashContent, shortHash, type HashOptions } from './files/content-hash.ts';
export { withFileLock, type LockOptions } from './files/file-lock.ts';
export { withMachineLock } from './files/machine-lock.ts';
export { readLastWords } from './files/read-last-words.ts';
export { readLogEnd } from './files/read-log-end.ts';
export { writeFileAtomic } from './files/write-file-atomic.ts';
export { freePort, isPortFree, nextFreePort } from './ports/free-port.ts';
export { areRayPortsFree, chooseRayPorts, RayPorts } from './ports/ray-ports.ts';
export { findRunningServer } from './postgres/postmaster-file.ts';
export { postgresDataDir } from './postgres/server-folder.ts';
export {
  admitApp,
  provisionDatabase,
  type ProvisionedDatabase,
  type ProvisionOptions,
} from './postgres/provision-database.ts';
export { startPostgres, stopPostgres, type PostgresOptions, type RunningPostgres } from './postgres/start-postgres.ts';
export { identifyProcess, isRunning, ProcessIdentity } from './process/process-identity.ts';
export { isFolderInUse } from './process/is-folder-in-use.ts';
export { MARK_VARIABLE } from './process/process-mark.ts';
export { collectProcessTree, type TreeRoots } from './process/process-tree.ts';
export { runCommand, type CommandOutcome, type RunCommandOptions } from './process/run-command.ts';
export { startDetached, type DetachedCommand, type DetachedProcess } from './process/start-detached.ts';
export { stopProcessTree, type StopOptions } from './process/stop-process-tree.ts';
export { probeJob, type ProbeOptions } from './ray/probe-job.ts';
export { rayFolder } from './ray/ray-folder.ts';
export { startRayHead, stopRayHead, type RayHeadOptions, type RunningRayHead } from './ray/start-ray-head.ts';
