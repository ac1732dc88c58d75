import type { RayHttp } from '../http/ray-http.ts';
import { RayError } from '../ray-error.ts';
import { isGcsHealthy } from './gcs-health.ts';
import { getRayVersion, type RayVersion } from './ray-version.ts';

/** What is the matter with a cluster, in one word for a circuit and one sentence for people. */
export type RayProbe =
  ({ state: 'ok' } & RayVersion) | { state: 'unreachable' | 'unauthorised' | 'gcs_dead' | 'unusable'; detail: string };

/**
 * Two small calls that tell a dead network from a wrong token from a dead GCS. Never throws. `unauthorised` and
 * `unusable` (no Ray, or one that is too old) stay until somebody changes a setting.
 */
export async function probeRay(http: RayHttp): Promise<RayProbe> {
  try {
    const version = await getRayVersion(http);
    if (await isGcsHealthy(http)) return { state: 'ok', ...version };
    return {
      state: 'gcs_dead',
      detail: `Ray's GCS at ${http.address} does not answer: the head is starting or broken.`,
    };
  } catch (error) {
    if (!(error instanceof RayError)) throw error;
    return { state: stateOf(error), detail: error.message };
  }
}

function stateOf(error: RayError): 'unreachable' | 'unauthorised' | 'unusable' {
  if (error.reason === 'unauthorised') return 'unauthorised';
  return error.code === 'UNAVAILABLE' ? 'unreachable' : 'unusable';
}
