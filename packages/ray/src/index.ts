export type { ClusterNodeRecord } from './cluster/cluster-nodes.ts';
export {
  type ClusterNode,
  type ClusterSnapshot,
  clusterSnapshot,
  type ClusterTotals,
} from './cluster/cluster-snapshot.ts';
export type { RayProbe } from './cluster/probe-ray.ts';
export type { RayVersion } from './cluster/ray-version.ts';
export type { Job } from './jobs/job.ts';
export type { JobRequest, JobRuntimeEnv } from './jobs/job-request.ts';
export { type SetupLogs } from './logs/read-setup-logs.ts';
export { setupLogLines } from './logs/setup-log-lines.ts';
export { setupMarks } from './logs/setup-marks.ts';
export { loadPythonPackage } from './packages/load-python-package.ts';
export type { PackageContent } from './packages/package-content.ts';
export { packageUri } from './packages/package-uri.ts';
export { unzipPackage } from './packages/unzip-package.ts';
export { zipDirectory, type ZippedDirectory } from './packages/zip-directory.ts';
export { createRayClient, type RayClient, type RayClientOptions } from './ray-client.ts';
export { RayError, type RayErrorReason } from './ray-error.ts';
