import type { RayHttp } from '../http/ray-http.ts';
import { createLogDecoder } from './log-decoder.ts';
import { openJobLog } from './open-job-log.ts';

/**
 * A job's whole output (stdout and stderr together), given to `write` as it comes and never held; false when Ray has no such job.
 * Throws RayError, also when the answer breaks off: then what was written is not the whole.
 */
export async function readJobLog(http: RayHttp, id: string, write: (piece: Uint8Array) => void): Promise<boolean> {
  const found = await openJobLog(http, id, async (body) => {
    const decoder = createLogDecoder(write);
    for await (const piece of body) decoder.push(Buffer.from(piece));
    decoder.end();
    return true;
  });
  return found ?? false;
}
