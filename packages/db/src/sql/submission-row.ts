/** What a worker needs to submit an attempt; the payload is not among it. */
export interface SubmissionRow extends Record<string, unknown> {
  attemptId: string;
  taskId: string;
  number: number;
  queue: string;
  runner: string;
  /** `rd-<installation>-<attempt>`: Ray's submission id, fixed before the call. */
  executionName: string;
  rayAddress: string | null;
  raySession: string | null;
  resources: unknown;
  profileId: string | null;
  traceparent: string | null;
  /** With which its arguments are encrypted; null when they are not. */
  keyId: string | null;
}
