import type { TestDatabase } from '@raydeck/testing';
import { quantile } from '../measure.ts';
import type { Figure } from '../result.ts';
import type { WebProcess } from '../web-process.ts';
import { startWorkerProcess } from '../worker-process.ts';

const scrapes = 40;
/** As Prometheus does it, a good deal faster. */
const everyMs = 500;

/** What a scrape takes: of the console, and of a worker that leads and so tells what waits in the whole system. */
export async function measureScrapes(db: TestDatabase, web: WebProcess, token: string): Promise<Figure[]> {
  const ofWeb = await scrapeTimes(`${web.url}/metrics`, token);
  const worker = await startWorkerProcess({
    DATABASE_URL: db.url,
    RUNNER: 'local',
    LOCAL_RUNNER: 'true',
    QUEUES: 'nobody',
  });
  try {
    await untilItLeads(worker.metricsUrl);
    const ofWorker = await scrapeTimes(worker.metricsUrl);
    return [figure('scrape of the console', ofWeb), figure('scrape of the leading worker', ofWorker)];
  } finally {
    await worker.stop();
  }
}

function figure(name: string, times: readonly number[]): Figure {
  const named = `${name}: p50 ${quantile(times, 0.5).toFixed(1)} ms`;
  return { name: named, value: quantile(times, 0.95), unit: 'ms p95', bar: { atMost: 50 } };
}

async function scrapeTimes(url: string, token?: string): Promise<number[]> {
  const times: number[] = [];
  for (let number = 0; number < scrapes; number += 1) {
    const startedAt = performance.now();
    await textOf(url, token);
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return times;
}

async function untilItLeads(url: string): Promise<void> {
  for (const end = performance.now() + 120_000; performance.now() < end;) {
    if (/^tasks_queued\{/m.test(await textOf(url))) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error('The worker told of no queue within two minutes.');
}

async function textOf(url: string, token?: string): Promise<string> {
  const answer = await fetch(url, {
    signal: AbortSignal.timeout(60_000),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return answer.text();
}
