import type { RayHttp } from '../http/ray-http.ts';
import { RayError } from '../ray-error.ts';

/** Ray answers within a second, whether the GCS lives or not. */
const TIMEOUT_MS = 5_000;

/** Whether Ray's store of jobs and nodes answers. Throws `unreachable` when the dashboard itself does not. */
export async function isGcsHealthy(http: RayHttp): Promise<boolean> {
  try {
    const answer = await http.call({ method: 'GET', path: '/api/gcs_healthz', timeoutMs: TIMEOUT_MS });
    return answer.statusCode === 200;
  } catch (error) {
    if (error instanceof RayError && error.reason === 'failed') return false;
    throw error;
  }
}
