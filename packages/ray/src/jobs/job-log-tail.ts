import { lastLine } from '../http/last-line.ts';
import { readText } from '../http/read-text.ts';
import type { RayHttp } from '../http/ray-http.ts';
import { refusalOf } from '../http/refusal-of.ts';
import { RayError } from '../ray-error.ts';
import { decodeLogTail, rawLimitBytes } from './decode-log-tail.ts';
import { checkJobId } from './job-id.ts';

const TIMEOUT_MS = 60_000;
const ERROR_LIMIT_BYTES = 1024 * 1024;

/**
 * The last part of a job's output (stdout and stderr together), at most `limitBytes` of UTF-8, cut at a line start where
 * there is one; null when Ray has no such job. Ray sends the whole file and has no ranges: it is read as a stream and
 * never held. Empty before the job runs, and once its node is gone Ray fails.
 */
export async function jobLogTail(http: RayHttp, id: string, limitBytes: number): Promise<string | null> {
  const path = `/api/jobs/${checkJobId(id)}/logs`;
  return http.open({ method: 'GET', path, timeoutMs: TIMEOUT_MS }, async ({ statusCode, headers, body }) => {
    if (statusCode === 404) return null;
    if (statusCode === 200) return decodeLogTail(await readEnd(body, rawLimitBytes(limitBytes)), limitBytes);
    const text = await readText(body, ERROR_LIMIT_BYTES);
    throw (
      refusalOf(http.address, { statusCode, headers }, text) ??
      new RayError('refused', `Ray has no logs of this job: ${lastLine(text)}`, { statusCode })
    );
  });
}

async function readEnd(body: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Buffer> {
  let chunks: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    heldBytes += bytes.length;
    if (heldBytes <= 2 * limitBytes) continue;
    chunks = [Buffer.concat(chunks).subarray(-limitBytes)];
    heldBytes = limitBytes;
  }
  return Buffer.concat(chunks);
}
