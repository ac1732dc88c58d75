import { RayError } from '../ray-error.ts';

/** Linux's limit for one argument or variable; beyond it Ray accepts a job with 200 and then fails it. */
const LIMIT_BYTES = 128 * 1024;

/** What a job may carry here. No interpreter, no hooks, no addresses: Ray would run or fetch them as its own user. */
export interface JobRuntimeEnv {
  /** Package URIs, see package-uri.ts. Never empty: Ray would look for a package without a name, and fail. */
  py_modules?: [string, ...string[]];
  /** A package URI, or a zip that Ray fetches by itself. */
  working_dir?: string;
  pip?: PipRequirements;
  uv?: UvRequirements;
  env_vars: Record<string, string>;
}

/** Each field is said, also where it is Ray's default: the folder of the set-up is named by a hash of all of them. */
export interface PipRequirements {
  packages: readonly string[];
  pip_check: false;
}

export interface UvRequirements {
  packages: readonly string[];
  uv_check: false;
  uv_pip_install_options: readonly ['--no-cache'];
}

/** Ray's JobSubmitRequest. `entrypoint_num_cpus` is not optional: without resources Ray pins the job to the head node. */
export interface JobRequest {
  submission_id: string;
  entrypoint: string;
  runtime_env: JobRuntimeEnv;
  /** Everybody on the cluster reads it. The key `job_submission_id` is Ray's own. */
  metadata: Record<string, string>;
  entrypoint_num_cpus: number;
  entrypoint_num_gpus?: number;
  entrypoint_memory?: number;
  entrypoint_resources?: Record<string, number>;
  entrypoint_label_selector?: Record<string, string>;
}

/** Refuses what Ray would accept and then fail, or mistake for its own. Throws PRECONDITION. */
export function checkJobRequest(request: JobRequest): void {
  if ('job_submission_id' in request.metadata) {
    throw new RayError('refused', 'The metadata key "job_submission_id" belongs to Ray.');
  }
  for (const [name, value] of Object.entries(request.runtime_env.env_vars)) {
    checkSize(`The name and value of the environment variable ${name}`, name.length + 1 + Buffer.byteLength(value));
  }
  const together = JSON.stringify({ runtime_env: request.runtime_env, metadata: request.metadata });
  checkSize('The environment, runtime environment and metadata together', Buffer.byteLength(together));
}

function checkSize(what: string, sizeBytes: number): void {
  if (sizeBytes < LIMIT_BYTES) return;
  throw new RayError('refused', `${what} have ${sizeBytes} bytes; Ray can start a job only below ${LIMIT_BYTES}.`);
}
