import { type ProfileVersion, RaydeckError, variableProblem } from '@raydeck/core';

/** Where and how long an execution dials the attempt API (docs/attempt-api.md); equal for all executions of a worker. */
export interface AttemptApiAccess {
  /** Base URLs, tried in turn. */
  attemptApiUrls: readonly string[];
  /** Path of a PEM bundle where the execution runs. */
  attemptApiCa?: string | undefined;
  /** How long an execution tries to reach the gate; without it its own default of 60. */
  startGraceSeconds?: number | undefined;
  /** How long an execution holds its outcome while no worker answers; without it its own default of 600. */
  reportGraceSeconds?: number | undefined;
}

/**
 * The variables that an execution gets beside what its machine gives: the profile's, the ticket, and where to exchange it.
 * Never the payload. Throws PRECONDITION for a profile that names a reserved variable: profiles refuse it too, but this is
 * where it would do harm.
 */
export function executionEnvironment(
  execution: { ticket: string; profile: ProfileVersion | null },
  access: AttemptApiAccess,
): Record<string, string> {
  const profileEnv = execution.profile?.envVars ?? {};
  for (const name of Object.keys(profileEnv)) {
    const problem = variableProblem(name);
    if (problem === null) continue;
    throw new RaydeckError('PRECONDITION', `The profile ${execution.profile?.name} sets ${name}, which ${problem}.`);
  }
  return {
    ...profileEnv,
    ...optional('RAYDECK_ATTEMPT_API_CA', access.attemptApiCa),
    ...optional('RAYDECK_START_GRACE_SECONDS', access.startGraceSeconds),
    ...optional('RAYDECK_REPORT_GRACE_SECONDS', access.reportGraceSeconds),
    RAYDECK_ATTEMPT_API_URLS: access.attemptApiUrls.join(','),
    RAYDECK_TICKET: execution.ticket,
  };
}

function optional(name: string, value: string | number | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: String(value) };
}
