import { execFileSync } from 'node:child_process';
import type { Context } from '@raydeck/services';
import { createUser } from '@raydeck/services';
import type { TestDatabase } from '@raydeck/testing';
import { httpClient } from '../http-client.ts';
import type { Figure } from '../result.ts';
import { signIn } from '../sign-in.ts';
import type { WebProcess } from '../web-process.ts';
import { type Changing, changeTasks } from './change-tasks.ts';
import { openConsole } from './open-console.ts';

const consoles = 100;
const changesPerSecond = 200;
const warmMs = 15_000;
const measuredMs = 40_000;

/** The same list in one console and in a hundred, each of another person, while tasks change: what the database does for them. */
export async function measureManyConsoles(db: TestDatabase, context: Context, web: WebProcess): Promise<Figure[]> {
  const cookies: string[] = [];
  const send = httpClient(web.url, consoles);
  for (let at = 0; at < consoles; at += 1) {
    const person = { email: `console${at}@example.com`, password: 'a password of the benchmarks' };
    await createUser(context, { ...person, name: 'Bench', role: 'VIEWER', canViewPayload: true });
    cookies.push(await signIn(send, person.email, person.password, `10.0.0.${at}`));
  }
  const changing = changeTasks(db, changesPerSecond);
  try {
    const one = await measure(db, web, changing, cookies.slice(0, 1));
    const many = await measure(db, web, changing, cookies);
    return [
      {
        name: `${consoles} open consoles, ${changesPerSecond} changes a second: transactions`,
        value: many.perSecond,
        unit: 'a second',
        against: 'one console',
        reference: one.perSecond,
        bar: { atMost: 1.1 * one.perSecond },
      },
      { name: 'news that one console gets', value: one.answersPerSecond, unit: 'a second' },
      { name: `news that each of ${consoles} gets`, value: many.answersPerSecond, unit: 'a second' },
      { name: `memory of the web process with ${consoles}`, value: many.megabytes, unit: 'MB', bar: { atMost: 300 } },
    ];
  } finally {
    await changing.stop();
  }
}

async function measure(db: TestDatabase, web: WebProcess, changing: Changing, cookies: readonly string[]) {
  const send = httpClient(web.url, cookies.length);
  const opened = await Promise.all(cookies.map((cookie) => openConsole(web.url, send, cookie)));
  try {
    await pass(warmMs);
    const answers = () => opened.reduce((sum, console) => sum + console.answers(), 0);
    const before = { transactions: await transactionsOf(db), ours: changing.transactions(), answers: answers() };
    const startedAt = performance.now();
    let megabytes = 0;
    while (performance.now() - startedAt < measuredMs) {
      await pass(2_000);
      megabytes = Math.max(megabytes, megabytesOf(web.pid));
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const ours = changing.transactions() - before.ours;
    return {
      perSecond: ((await transactionsOf(db)) - before.transactions - ours) / seconds,
      answersPerSecond: (answers() - before.answers) / seconds / cookies.length,
      megabytes,
    };
  } finally {
    for (const console of opened) console.stop();
  }
}

/** As PostgreSQL counts them: a read of one snapshot is one, and so is a statement alone. */
async function transactionsOf(db: TestDatabase): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(
    'SELECT (xact_commit + xact_rollback)::float8 AS count FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]?.count ?? 0;
}

function megabytesOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024;
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
