import { z } from 'zod';
import { parseAnswer } from '../http/parse-answer.ts';
import type { RayHttp } from '../http/ray-http.ts';
import { checkJobId } from './job-id.ts';

const StopAnswer = z.object({ stopped: z.boolean() });

/**
 * Asks a job to end: SIGTERM to its processes, SIGKILL three seconds later. False when Ray knows nothing of it or it had
 * ended. True is only that it was asked: a job that is PENDING stays so until it is scheduled, so ask and look again.
 */
export async function stopJob(http: RayHttp, id: string): Promise<boolean> {
  const answer = await http.call({ method: 'POST', path: `/api/jobs/${checkJobId(id)}/stop` });
  if (answer.statusCode === 404) return false;
  return parseAnswer('the stop', answer, StopAnswer).stopped;
}
