import type { Database } from '@raydeck/db';
import { exchangeCheck, type FuzzRequest, readDocument, sampleRequests, testDatabase } from '@raydeck/testing';
import { httpClient, type Received } from '../http-client.ts';
import type { Figure } from '../result.ts';
import { startWebProcess } from '../web-process.ts';
import { makeCallers } from './callers.ts';
import { type Ask, furnish, knownNow } from './furnish.ts';

const lanes = 8;
const atOnce = 500;
/** So many findings are shown. */
const shown = 20;

/** Requests made from the OpenAPI document, most of them wrong, over HTTP against the console as it is built. */
export async function benchFuzz({ requests, seed }: { requests: number; seed: number }): Promise<Figure[]> {
  const db = await testDatabase();
  const web = await startWebProcess({ DATABASE_URL: db.url });
  try {
    await insertFinished(db);
    return await drive(db, web.url, { requests, seed });
  } finally {
    await web.stop();
    await db.close();
  }
}

async function drive(
  db: Database,
  url: string,
  { requests, seed }: { requests: number; seed: number },
): Promise<Figure[]> {
  const send = httpClient(url, lanes);
  const api = readDocument(JSON.parse((await send({ method: 'GET', path: '/api/v1/openapi.json' })).text));
  const check = exchangeCheck(api.document, api.operations);
  const callers = await makeCallers(db, url, send);
  const ask: Ask = (method, path, body) => {
    const headers = { ...callers[0], ...(body && { 'content-type': 'application/json' }) };
    return send({ method, path: `/api/v1${path}`, headers, body: body && JSON.stringify(body) });
  };
  const counted = { failures: 0, findings: 0, done: 0, succeeded: 0 };
  const startedAt = performance.now();
  for (let round = 0; counted.done < requests; round += 1) {
    await furnish(ask, round);
    const count = Math.min(atOnce, requests - counted.done);
    const sampled = sampleRequests(api, { known: await knownNow(ask), callers, seed: seed + round, count });
    await inLanes(sampled, async ({ request, caller }) => {
      const { status, headers, text } = await sendFuzzed(send, request, caller);
      const answer = { status, contentType: [headers['content-type']].flat()[0] ?? null, text };
      const { operationId, method, body } = request;
      const problem = check({
        operationId,
        method,
        body: typeof body?.content === 'string' ? body.content : null,
        answer,
      });
      counted.done += 1;
      counted.succeeded += Number(status < 300);
      counted.failures += Number(status >= 500);
      if (problem === null) return;
      counted.findings += 1;
      if (counted.findings <= shown)
        process.stdout.write(`${request.method} ${request.path.slice(0, 300)}: ${problem}\n`);
    });
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return [
    { name: 'requests', value: counted.done, unit: `of seed ${seed}`, bar: { atLeast: requests } },
    { name: 'answered by 500 and above', value: counted.failures, unit: 'requests', bar: { atMost: 0 } },
    { name: 'not as the document says', value: counted.findings, unit: 'requests', bar: { atMost: 0 } },
    { name: 'did their work', value: (100 * counted.succeeded) / counted.done, unit: '%', bar: { atLeast: 15 } },
    { name: 'rate', value: counted.done / seconds, unit: 'requests/s' },
  ];
}

function sendFuzzed(
  send: ReturnType<typeof httpClient>,
  { method, path, headers, body }: FuzzRequest,
  caller: Record<string, string>,
): Promise<Received> {
  const type = body && { 'content-type': body.mediaType };
  return send({ method, path: `/api/v1${path}`, headers: { ...type, ...headers, ...caller }, body: body?.content });
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

/** Tasks that are over, with an attempt each: nothing executes here. */
async function insertFinished({ pool }: Database): Promise<void> {
  await pool.query(`
    WITH made AS (
      INSERT INTO raydeck.task (callable, queue, created_by, state, finished_at, attempt_count, result)
      SELECT 'shop.tasks.charge', 'default', 'user:x', state::raydeck.task_state, now(), 1,
        CASE WHEN state = 'SUCCEEDED' THEN '{"n": 12345678901234567890}' END
      FROM unnest('{SUCCEEDED,FAILED,CANCELED}'::text[]) AS state, generate_series(1, 10) RETURNING id, state)
    INSERT INTO raydeck.attempt (task_id, number, runner, worker_id, state, finished_at, error_class, log_tail, log_bytes)
    SELECT id, 1, 'local', id, state::text::raydeck.attempt_state, now(), 'shop.Refused', 'a line', 6 FROM made`);
}
