import { ensureApiKey, newKeyText } from '@raydeck/services';
import { testDatabase } from '@raydeck/testing';
import { enqueue, task } from './door.ts';
import { httpClient } from './http-client.ts';
import { medianOf, ratePerSecond } from './measure.ts';
import type { Figure } from './result.ts';
import { startWebProcess } from './web-process.ts';

const lanes = 16;
const batchLanes = 2;

/** Enqueuing over HTTP with an API key, through the console as it is built, against the SQL door that it ends at. */
export async function benchRest({ seconds, runs }: { seconds: number; runs: number }): Promise<Figure[]> {
  const db = await testDatabase({ poolSize: lanes });
  const key = newKeyText();
  await ensureApiKey(db, { name: 'bench', text: key, scopes: ['tasks:write'] });
  const web = await startWebProcess({ DATABASE_URL: db.url });
  try {
    const post = poster(web.url, key);
    // Compiled and connected by then.
    await ratePerSecond({ lanes, seconds: 3, work: () => post('/tasks', one, 1) });
    const rate = (count: number, work: () => Promise<number>) =>
      medianOf(runs, () => ratePerSecond({ lanes: count, seconds, work }));
    return [
      {
        name: 'POST /tasks, 16 at once',
        value: await rate(lanes, () => post('/tasks', one, 1)),
        unit: 'tasks/s',
        against: 'the door',
        reference: await rate(lanes, () => enqueue(db, 1)),
        bar: { atLeast: 300 },
      },
      {
        name: 'POST /tasks/batch of 1,000, 2 at once',
        value: await rate(batchLanes, () => post('/tasks/batch', thousand, 1000)),
        unit: 'tasks/s',
        against: 'the door',
        reference: await rate(batchLanes, () => enqueue(db, 1000)),
        bar: { atLeast: 10_000 },
      },
    ];
  } finally {
    await web.stop();
    await db.close();
  }
}

/** As a caller says it: payload as plain JSON, not as text. */
const body = { ...task, args: [1, 2], kwargs: { note: 'a typical small payload' } };
const one = JSON.stringify(body);
const thousand = JSON.stringify({ tasks: Array.from({ length: 1000 }, () => body) });

/** POSTs; returns the tasks that were enqueued, and fails with any other answer than 201. */
function poster(url: string, key: string) {
  const send = httpClient(url, lanes);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return async (path: string, content: string, tasks: number): Promise<number> => {
    const { status, text } = await send({ method: 'POST', path: `/api/v1${path}`, headers, body: content });
    if (status !== 201) throw new Error(`The console answered ${status} to POST ${path}: ${text}`);
    return tasks;
  };
}
