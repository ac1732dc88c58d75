import { lastLine } from '../http/last-line.ts';
import type { RayHttp } from '../http/ray-http.ts';
import { readText } from '../http/read-text.ts';
import { refusalOf } from '../http/refusal-of.ts';
import { RayError } from '../ray-error.ts';
import { checkJobId } from './job-id.ts';

const TIMEOUT_MS = 60_000;
const ERROR_LIMIT_BYTES = 1024 * 1024;

/** Ray's answer with a job's whole output, for the caller to read; null without such a job. */
export async function openJobLog<T>(
  http: RayHttp,
  id: string,
  read: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T | null> {
  const path = `/api/jobs/${checkJobId(id)}/logs`;
  return http.open({ method: 'GET', path, timeoutMs: TIMEOUT_MS }, async ({ statusCode, headers, body }) => {
    if (statusCode === 404) return null;
    if (statusCode === 200) return read(body);
    const text = await readText(body, ERROR_LIMIT_BYTES);
    throw (
      refusalOf(http.address, { statusCode, headers }, text) ??
      new RayError('refused', `Ray has no logs of this job: ${lastLine(text)}`, { statusCode })
    );
  });
}
