import { z } from 'zod';

/** Ray's JobDetails, as far as it is used. Status and error type stay open: newer Rays may add some. */
export const Job = z
  .object({
    submission_id: z.string().nullish(),
    job_id: z.string().nullish(),
    type: z.string(),
    status: z.string(),
    entrypoint: z.string(),
    message: z.string().nullish(),
    error_type: z.string().nullish(),
    start_time: z.number().nullish(),
    end_time: z.number().nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
    runtime_env: z.record(z.string(), z.unknown()).nullish(),
    driver_node_id: z.string().nullish(),
    driver_exit_code: z.number().nullish(),
  })
  .transform((job) => ({
    /** Null for a driver that nobody submitted. */
    submissionId: job.submission_id ?? null,
    /** Null until the driver calls ray.init. */
    jobId: job.job_id ?? null,
    /** SUBMISSION or DRIVER. */
    type: job.type,
    /** PENDING, RUNNING, STOPPED, SUCCEEDED or FAILED. */
    status: job.status,
    entrypoint: job.entrypoint,
    /** With the last lines of the log when the entrypoint failed: at most 10 lines, 20,000 characters. */
    message: job.message ?? null,
    errorType: job.error_type ?? null,
    /** When it was submitted, whatever Ray's name for it, by the head's clock. */
    startedAtMs: job.start_time ?? null,
    endedAtMs: job.end_time ?? null,
    metadata: job.metadata ?? {},
    runtimeEnv: job.runtime_env ?? {},
    /** Null while PENDING. */
    nodeId: job.driver_node_id ?? null,
    /** Null when stopped, or when the supervisor died. */
    exitCode: job.driver_exit_code ?? null,
  }));

export type Job = z.output<typeof Job>;
