import { type ClusterLoad, getClusterLoad } from './cluster/cluster-load.ts';
import { type ClusterNodeRecord, listClusterNodes } from './cluster/cluster-nodes.ts';
import { isGcsHealthy } from './cluster/gcs-health.ts';
import { type NodeMachine, summariseNodes } from './cluster/node-summary.ts';
import { probeRay, type RayProbe } from './cluster/probe-ray.ts';
import { getRayVersion, type RayVersion } from './cluster/ray-version.ts';
import { type RayCalled, RayHttp } from './http/ray-http.ts';
import { deleteJob } from './jobs/delete-job.ts';
import { findJob } from './jobs/find-job.ts';
import type { Job } from './jobs/job.ts';
import { jobLogTail } from './jobs/job-log-tail.ts';
import type { JobRequest } from './jobs/job-request.ts';
import { listJobs } from './jobs/list-jobs.ts';
import { nudgeAgent } from './jobs/nudge-agent.ts';
import { readJobLog } from './jobs/read-job-log.ts';
import { stopJob } from './jobs/stop-job.ts';
import { submitJob } from './jobs/submit-job.ts';
import { readSetupLogs, type SetupLogs } from './logs/read-setup-logs.ts';
import { hasPackage } from './packages/has-package.ts';
import type { PackageContent } from './packages/package-content.ts';
import { uploadPackage } from './packages/upload-package.ts';
import { parseRayAddress } from './ray-address.ts';

export interface RayClientOptions {
  /** RAY_ADDRESS: the dashboard, such as `http://ray-head:8265`. */
  address: string;
  /** RAY_AUTH_TOKEN, when the cluster runs with RAY_AUTH_MODE=token. */
  token?: string | undefined;
  /** For one call, milliseconds; default 10,000. Submits, uploads, lists and logs take longer ones of their own. */
  timeoutMs?: number | undefined;
  /** Told of each call once it is over. */
  onCall?: ((called: RayCalled) => void) | undefined;
}

/**
 * One Ray cluster over its dashboard port: the Job Submission REST API, the package endpoint and parts of the state API of
 * Ray 2.52 and newer. Each call is bounded in time and throws RayError; what each verb promises stands at its own file.
 */
export interface RayClient {
  /** Canonical: equal for two spellings of one address. */
  readonly address: string;
  version(): Promise<RayVersion>;
  probe(): Promise<RayProbe>;
  isGcsHealthy(): Promise<boolean>;
  submitJob(request: JobRequest): Promise<void>;
  findJob(id: string): Promise<Job | null>;
  listJobs(): Promise<Job[]>;
  stopJob(id: string): Promise<boolean>;
  deleteJob(id: string): Promise<boolean>;
  /** The last `limitBytes` (default 65,536) of a job's output, null without such a job. */
  jobLogTail(id: string, limitBytes?: number): Promise<string | null>;
  /** A job's whole output, piece by piece as it comes; false without such a job. */
  readJobLog(id: string, write: (piece: Uint8Array) => void): Promise<boolean>;
  nudgeAgent(id: string): Promise<void>;
  /** What the nodes have written about the set-up of environments, of all jobs together. */
  setupLogs(): Promise<SetupLogs>;
  hasPackage(hash: string): Promise<boolean>;
  uploadPackage(content: PackageContent): Promise<void>;
  listNodes(): Promise<ClusterNodeRecord[]>;
  summariseNodes(): Promise<Map<string, NodeMachine>>;
  load(): Promise<ClusterLoad>;
  /** Breaks the connections off; calls under way fail with `unreachable`. */
  close(): Promise<void>;
}

/** Dials nothing yet. Throws PRECONDITION for an address that cannot be Ray's dashboard. */
export function createRayClient(options: RayClientOptions): RayClient {
  const address = parseRayAddress(options.address);
  const token = options.token === '' ? undefined : options.token;
  const http = new RayHttp({ address, token, timeoutMs: options.timeoutMs ?? 10_000, onCall: options.onCall });
  return {
    address,
    version: () => getRayVersion(http),
    probe: () => probeRay(http),
    isGcsHealthy: () => isGcsHealthy(http),
    submitJob: (request) => submitJob(http, request),
    findJob: (id) => findJob(http, id),
    listJobs: () => listJobs(http),
    stopJob: (id) => stopJob(http, id),
    deleteJob: (id) => deleteJob(http, id),
    jobLogTail: (id, limitBytes = 65_536) => jobLogTail(http, id, limitBytes),
    readJobLog: (id, write) => readJobLog(http, id, write),
    nudgeAgent: (id) => nudgeAgent(http, id),
    setupLogs: () => readSetupLogs(http),
    hasPackage: (hash) => hasPackage(http, hash),
    uploadPackage: (content) => uploadPackage(http, content),
    listNodes: () => listClusterNodes(http),
    summariseNodes: () => summariseNodes(http),
    load: () => getClusterLoad(http),
    close: () => http.close(),
  };
}
