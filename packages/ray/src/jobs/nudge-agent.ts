import type { RayHttp } from '../http/ray-http.ts';
import { RayError } from '../ray-error.ts';
import { checkJobId } from './job-id.ts';

/**
 * Makes the agent of a running job's node look after all jobs again. After its restart it does so only when a submit, a
 * stop or a logs call arrives (ray-project/ray#65037), and until then a dead job's record says RUNNING. Asks for the
 * logs and drops them unread. Never throws: the next observation is asked for anyway.
 */
export async function nudgeAgent(http: RayHttp, id: string): Promise<void> {
  try {
    await http.open({ method: 'GET', path: `/api/jobs/${checkJobId(id)}/logs` }, async () => undefined);
  } catch (error) {
    if (!(error instanceof RayError)) throw error;
  }
}
