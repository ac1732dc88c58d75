import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';

const JobDetails = z.object({ status: z.string(), message: z.string().nullish() });

export interface ProbeOptions {
  address: string;
  token: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Ends the waiting early, with the reason to report. */
  gaveUp?: () => string | undefined;
}

/**
 * Runs a job that does nothing, to its end. A head whose agent has no port answers every question and refuses each
 * job, so nothing less says that Ray is ready. Returns the reason when it is not, undefined when it is.
 */
export async function probeJob({
  address,
  token,
  timeoutMs,
  signal,
  gaveUp,
}: ProbeOptions): Promise<string | undefined> {
  const deadline = Date.now() + timeoutMs;
  const id = `raydeck-probe-${randomBytes(6).toString('hex')}`;
  const call = (path: string, body?: object) => askRay(`${address}${path}`, token, body);
  let isSubmitted = false;
  let last = 'no answer';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    const reason = gaveUp?.();
    if (reason !== undefined) return reason;
    const answer: RayAnswer = isSubmitted
      ? await call(`/api/jobs/${id}`)
      : await call('/api/jobs/', { entrypoint: 'true', submission_id: id, entrypoint_num_cpus: 0.01 });
    isSubmitted ||= answer.statusCode === 200 || answer.text.includes('already exists');
    const job = answer.statusCode === 200 ? JobDetails.safeParse(parseJson(answer.text)).data : undefined;
    if (job?.status === 'SUCCEEDED') return undefined;
    if (job?.status === 'FAILED' || job?.status === 'STOPPED')
      return `the probe job ended ${job.status}: ${job.message ?? ''}`;
    last = job === undefined ? answer.text.slice(0, 300) : `the probe job is ${job.status}`;
    await delay(100);
  }
  return last;
}

interface RayAnswer {
  /** 0 when nobody answered. */
  statusCode: number;
  text: string;
}

async function askRay(url: string, token: string, body?: object): Promise<RayAnswer> {
  try {
    const answer = await request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      headersTimeout: 30_000,
      bodyTimeout: 10_000,
    });
    return { statusCode: answer.statusCode, text: await answer.body.text() };
  } catch (error) {
    return { statusCode: 0, text: error instanceof Error ? error.message : String(error) };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
