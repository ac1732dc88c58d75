import { parseAnswer } from '../http/parse-answer.ts';
import type { RayHttp } from '../http/ray-http.ts';
import { Job } from './job.ts';
import { checkJobId } from './job-id.ts';

/** The record of one job by its submission id; null when Ray has none. */
export async function findJob(http: RayHttp, id: string): Promise<Job | null> {
  const answer = await http.get(`/api/jobs/${checkJobId(id)}`);
  return answer.statusCode === 404 ? null : parseAnswer('the job', answer, Job);
}
