import type { Principal } from '@raydeck/core';
import { createNotifier } from '@raydeck/db';
import { installJobs } from '@raydeck/jobs';
import { createUser } from '@raydeck/services';
import { testDatabase } from '@raydeck/testing';
import { httpClient } from '../http-client.ts';
import { fillTasks } from '../list-data.ts';
import { quantile } from '../measure.ts';
import type { Figure } from '../result.ts';
import { signIn } from '../sign-in.ts';
import { startWebProcess } from '../web-process.ts';
import { measureInBrowser } from './in-browser.ts';
import { measureManyConsoles } from './many-consoles.ts';
import { consolePages, type ConsolePage } from './pages.ts';
import { measureScrapes } from './scrape.ts';

const rounds = 40;

/** So many of a hundred succeeded tasks have a second attempt: 8,000,000 attempts for 5,000,000 tasks. */
const retried = 60;

/** A round through all pages takes so long at least: what consoles share for a moment is read anew in the next. */
const roundMs = 4_100;

const admin: Principal = { kind: 'user', id: 'user:b', userId: 'u', name: 'B', role: 'ADMIN', canViewPayload: true };
const metricsToken = 'a token of the benchmarks';
const person = { email: 'bench@example.com', password: 'a password of the benchmarks' };

/** One of each kind is looked at in the browser. */
function paintedOf(pages: readonly ConsolePage[]): ConsolePage[] {
  return pages.filter(({ name }) => ['overview, 1h', 'tasks', 'tasks, state:failed', 'task', 'queues'].includes(name));
}

/** Each page as the server makes it, from the request to the last byte, signed in, through the console as it is built. */
export async function benchConsole({ tasks }: { tasks: number }): Promise<Figure[]> {
  const db = await testDatabase({ poolSize: 2, statementTimeoutMs: 3_600_000 });
  try {
    await installJobs(db.url);
    const startedAt = performance.now();
    await fillTasks(db, tasks, { retried });
    const minutes = (performance.now() - startedAt) / 60_000;
    const { rows } = await db.pool.query<{ count: string }>('SELECT count(*) FROM raydeck.attempt');
    process.stdout.write(
      `${tasks} tasks with ${rows[0]?.count ?? '?'} attempts made in ${minutes.toFixed(1)} minutes\n`,
    );
    const context = { db, notifier: createNotifier(db), emit: () => {}, principal: admin };
    await createUser(context, { ...person, name: 'Bench', role: 'ADMIN', canViewPayload: true });
    const web = await startWebProcess({ DATABASE_URL: db.url, RUNNER: 'ray_job', METRICS_TOKEN: metricsToken });
    try {
      const send = httpClient(web.url, 1);
      const cookie = await signIn(send, person.email, person.password);
      const pages = await consolePages(db);
      const figures: Figure[] = [];
      for (const part of [
        () => measureInBrowser(web.url, cookie, paintedOf(pages)),
        () => measure(pages, send, cookie),
        () => measureManyConsoles(db, context, web),
        () => measureScrapes(db, web, metricsToken),
      ]) {
        const measured = await part();
        // It takes an hour: what is known is told.
        for (const { name, value, unit, reference } of measured) {
          const beside = reference === undefined ? '' : `, beside ${reference.toFixed(1)}`;
          process.stdout.write(`${name}: ${value.toFixed(1)} ${unit}${beside}\n`);
        }
        figures.push(...measured);
      }
      return figures;
    } finally {
      await web.stop();
    }
  } finally {
    await db.close();
  }
}

async function measure(
  pages: readonly ConsolePage[],
  send: ReturnType<typeof httpClient>,
  cookie: string,
): Promise<Figure[]> {
  const times = new Map(pages.map((page): [ConsolePage, number[]] => [page, []]));
  // The first round finds what the others then have in memory; a console that runs has it.
  for (let round = -1; round < rounds; round += 1) {
    const roundAt = performance.now();
    for (const [page, ofPage] of times) {
      const startedAt = performance.now();
      const { status } = await send({ method: 'GET', path: page.path(), headers: { cookie } });
      if (status !== 200) throw new Error(`${page.name} answered ${status}.`);
      if (round >= 0) ofPage.push(performance.now() - startedAt);
    }
    const restMs = roundMs - (performance.now() - roundAt);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)));
  }
  return [...times].map(([{ name, isNamed }, ofPage]) => ({
    name: `${name}: p50 ${quantile(ofPage, 0.5).toFixed(0)} ms`,
    value: quantile(ofPage, 0.95),
    unit: 'ms p95',
    ...(isNamed ? { bar: { atMost: 200 } } : {}),
  }));
}
