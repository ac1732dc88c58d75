import { z } from 'zod';
import { parseAnswer } from '../http/parse-answer.ts';
import type { RayHttp } from '../http/ray-http.ts';
import { checkJobId } from './job-id.ts';

const DeleteAnswer = z.object({ deleted: z.boolean() });

/**
 * Removes the record of a job that ended; false when there is none. Throws UNAVAILABLE while it is not final. Right after
 * the end Ray's own late write brings a FAILED record back ("Entrypoint not found."): wait several seconds.
 */
export async function deleteJob(http: RayHttp, id: string): Promise<boolean> {
  const answer = await http.call({ method: 'DELETE', path: `/api/jobs/${checkJobId(id)}` });
  if (answer.statusCode === 404) return false;
  return parseAnswer('the deletion', answer, DeleteAnswer).deleted;
}
