import type { RayHttp } from '../http/ray-http.ts';
import { decodeLogTail, rawLimitBytes } from './decode-log-tail.ts';
import { openJobLog } from './open-job-log.ts';

/**
 * The last part of a job's output (stdout and stderr together), at most `limitBytes` of UTF-8, cut at a line start where
 * there is one; null when Ray has no such job. Ray sends the whole file and has no ranges: it is read as a stream and
 * never held. Empty before the job runs, and once its node is gone Ray fails.
 */
export async function jobLogTail(http: RayHttp, id: string, limitBytes: number): Promise<string | null> {
  return openJobLog(http, id, async (body) =>
    decodeLogTail(await readEnd(body, rawLimitBytes(limitBytes)), limitBytes),
  );
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
