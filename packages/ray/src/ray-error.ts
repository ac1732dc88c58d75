import { type ErrorCode, RaydeckError } from '@raydeck/core';

/**
 * What stands behind a failed call. `unreachable`: no answer (network, timeout); what the call did is not known.
 * `unauthorised`: token missing or wrong. `not_ray`: something else answers there, or a Ray that we cannot use.
 * `failed`: Ray answered that it could not; what the call did is not known. `refused`: Ray will never do it.
 */
export type RayErrorReason = 'unreachable' | 'unauthorised' | 'not_ray' | 'failed' | 'refused';

const codes: Record<RayErrorReason, ErrorCode> = {
  unreachable: 'UNAVAILABLE',
  failed: 'UNAVAILABLE',
  unauthorised: 'PRECONDITION',
  not_ray: 'PRECONDITION',
  refused: 'PRECONDITION',
};

/** A failed call to Ray: UNAVAILABLE when its effect is not known, PRECONDITION when it was refused for good. */
export class RayError extends RaydeckError {
  readonly reason: RayErrorReason;
  /** HTTP status of Ray's answer, null without one. */
  readonly statusCode: number | null;

  constructor(reason: RayErrorReason, message: string, options: { cause?: unknown; statusCode?: number } = {}) {
    super(codes[reason], message, 'cause' in options ? { cause: options.cause } : {});
    this.reason = reason;
    this.statusCode = options.statusCode ?? null;
  }
}
