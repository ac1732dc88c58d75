import type { RayAnswer, RayHttp } from '../http/ray-http.ts';
import { lastLine } from '../http/last-line.ts';
import { RayError } from '../ray-error.ts';
import { findJob } from './find-job.ts';
import { checkJobId } from './job-id.ts';
import { checkJobRequest, type JobRequest } from './job-request.ts';

/** A head's first submit starts its job manager: half a second when idle, more on a busy machine. */
const TIMEOUT_MS = 30_000;

/**
 * Submits a job once, however often it is called for one `submission_id`. Ray answers a second submit with 500, also after
 * the job ended; so after anything but a 200 Ray is asked for the id, and a record means accepted. Throws PRECONDITION
 * when Ray refuses the request for good, UNAVAILABLE when it may have been accepted or still be on its way: call again.
 */
export async function submitJob(http: RayHttp, request: JobRequest): Promise<void> {
  checkJobId(request.submission_id);
  checkJobRequest(request);
  const problem = await post(http, request);
  if (problem === null) return;
  if (problem.reason === 'unauthorised' || problem.reason === 'not_ray') throw problem;
  if (await findJob(http, request.submission_id)) return;
  throw problem;
}

/** Null when it was accepted, else the error to throw unless the job turns out to exist. */
async function post(http: RayHttp, request: JobRequest): Promise<RayError | null> {
  try {
    const answer = await http.call({
      method: 'POST',
      path: '/api/jobs/',
      body: JSON.stringify(request),
      timeoutMs: TIMEOUT_MS,
    });
    return answer.statusCode === 200 ? null : refused(answer);
  } catch (error) {
    if (!(error instanceof RayError)) throw error;
    return isAgentRefusal(error) ? refused({ statusCode: 400, text: String(error.cause) }) : error;
  }
}

/** The agent's own 400 comes wrapped in the head's 500. A duplicate is one too, but that job exists. */
function isAgentRefusal(error: RayError): boolean {
  if (error.reason !== 'failed' || typeof error.cause !== 'string') return false;
  return error.cause.includes('failed with status code 400') && !error.cause.includes('already exists');
}

function refused(answer: RayAnswer): RayError {
  return new RayError('refused', `Ray refused the job: ${lastLine(answer.text)}`, { statusCode: answer.statusCode });
}
