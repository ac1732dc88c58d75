import { createServer } from 'node:http';
import { once } from 'node:events';
import { type Database, enqueueTasks } from '@raydeck/db';
import { installJobs } from '@raydeck/jobs';
import { testDatabase, until } from '@raydeck/testing';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';
import { startWorkerProcess } from './worker-process.ts';

/** Prometheus asks every fifteen seconds as a rule. */
const scrapeEveryMs = 5_000;

/**
 * Tasks a second that a worker takes from QUEUED to SUCCEEDED by the `local` runner, with all that tells of it: log lines of level info,
 * spans to a collector, and metrics that are asked for; beside the same worker with none of it. In pairs, the two in turn first: what
 * the machine does besides meets both.
 */
export async function benchObservability({ pairs, tasks }: { pairs: number; tasks: number }): Promise<Figure[]> {
  const collector = await startCollector();
  const rates = { on: [] as number[], off: [] as number[] };
  const ratios: number[] = [];
  try {
    for (let pair = 0; pair < pairs; pair += 1) {
      const order = pair % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const);
      for (const which of order) rates[which].push(await measure(tasks, which === 'on' ? collector.url : null));
      ratios.push(100 * (1 - (rates.on.at(-1) ?? Number.NaN) / (rates.off.at(-1) ?? Number.NaN)));
    }
  } finally {
    await collector.stop();
  }
  if (collector.requests() === 0) throw new Error('No span came to the collector.');
  const [value, reference] = [quantile(rates.on, 0.5), quantile(rates.off, 0.5)];
  return [
    { name: 'worker, observed', value, unit: 'tasks/s', against: 'not observed', reference },
    { name: 'cost, median of the pairs', value: quantile(ratios, 0.5), unit: '%', bar: { atMost: 5 } },
  ];
}

async function measure(tasks: number, collectorUrl: string | null): Promise<number> {
  const db = await testDatabase();
  await installJobs(db.url);
  const python = process.env['RAYDECK_TEST_PYTHON'] ?? 'python3';
  const variables = {
    DATABASE_URL: db.url,
    RUNNER: 'local',
    LOCAL_RUNNER: 'true',
    LOCAL_PYTHON: python,
    CONCURRENCY: '8',
  };
  const told = collectorUrl === null ? {} : { LOG_LEVEL: 'info', OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl };
  const worker = await startWorkerProcess({ ...variables, ...told });
  const scraping = collectorUrl === null ? undefined : setInterval(() => void scrape(worker.metricsUrl), scrapeEveryMs);
  try {
    await run(db, 50); // The worker's own first steps are not the question.
    return await run(db, tasks);
  } finally {
    clearInterval(scraping);
    await worker.stop();
    await db.close();
  }
}

/** Tasks a second, by the database's clock. */
async function run(db: Database, count: number): Promise<number> {
  const tasks = Array.from({ length: count }, () => ({ callable: 'raydeck.demo.add', args: '[1, 2]' }));
  const made = await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks })]);
  const ids = made.map(({ id }) => id);
  const open = `SELECT FROM raydeck.task WHERE state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') LIMIT 1`;
  await until('all tasks to end', async () => (await db.pool.query(open)).rows.length === 0, { deadlineMs: 300_000 });
  const { rows } = await db.pool.query<{ succeeded: number; seconds: number }>(
    `SELECT count(*) FILTER (WHERE state = 'SUCCEEDED')::integer AS succeeded,
       extract(epoch FROM max(finished_at) - min(created_at))::float8 AS seconds FROM raydeck.task WHERE id = ANY ($1)`,
    [ids],
  );
  const [{ succeeded, seconds } = { succeeded: 0, seconds: Number.NaN }] = rows;
  if (succeeded !== count) throw new Error(`Only ${succeeded} of ${count} tasks succeeded.`);
  return count / seconds;
}

async function scrape(url: string): Promise<void> {
  await (await fetch(url)).text();
}

/** Takes whatever is sent and keeps none of it. */
async function startCollector() {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
