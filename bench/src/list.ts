import { type Principal, taskStates } from '@raydeck/core';
import { createNotifier, type Database } from '@raydeck/db';
import { listTasks, type TaskFilter } from '@raydeck/services';
import { testDatabase } from '@raydeck/testing';
import { fillTasks, spanDays } from './list-data.ts';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';

const pagesOfEach = 40;
const limit = 50;

interface Combination {
  name: string;
  /** Made anew for each page. */
  filter: () => TaskFilter;
  isNamed: boolean;
  principal?: Principal;
}

/** Pages of the list among many tasks, by each combination of filters, beside a bare read of as many rows. */
export async function benchList({ tasks, retried }: { tasks: number; retried: number }): Promise<Figure[]> {
  const db = await testDatabase({ poolSize: 2, statementTimeoutMs: 600_000 });
  try {
    await fillTasks(db, tasks, { retried });
    const combinations = await combinationsOf(db);
    // The first pages find what the others then have in memory; a console that runs has it.
    for (const combination of combinations) await onePage(db, combination, { filter: combination.filter() });
    const reference = quantile(await timesOf(() => bareRead(db)), 0.95);
    const figures: Figure[] = [];
    for (const combination of combinations) figures.push({ ...(await measure(db, combination)), reference });
    return figures;
  } finally {
    await db.close();
  }
}

async function measure(db: Database, combination: Combination): Promise<Figure> {
  let partial = 0;
  let next: Asked | null = null;
  const times = await timesOf(async () => {
    // Half of the pages are first ones, half go on from the one before.
    const asked: Asked = next ?? { filter: combination.filter() };
    const page = await onePage(db, combination, asked);
    next = next === null && page.nextCursor !== null ? { ...asked, cursor: page.nextCursor } : null;
    partial += Number(page.isPartial);
  });
  const said = partial > 0 ? `, ${Math.round((100 * partial) / pagesOfEach)} % partial` : '';
  return {
    name: `${combination.name}: p50 ${quantile(times, 0.5).toFixed(1)} ms${said}`,
    value: quantile(times, 0.95),
    unit: 'ms p95',
    against: 'bare read of 50 rows',
    bar: { atMost: boundOf(combination) },
  };
}

/** Words are looked for four times as long as all else. */
function boundOf({ isNamed, filter }: Combination): number {
  if (isNamed) return 150;
  return filter().text === undefined ? 500 : 1_000;
}

async function timesOf(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let page = 0; page < pagesOfEach; page += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times;
}

const person: Principal = { kind: 'user', id: 'user:a', userId: 'a', name: 'A', role: 'VIEWER', canViewPayload: true };
const key: Extract<Principal, { kind: 'key' }> = {
  kind: 'key',
  id: 'key:ci/3',
  keyId: 'k',
  name: 'ci',
  scopes: ['tasks:read'],
  queues: [],
  callables: [],
  ownTasksOnly: false,
  canViewPayload: true,
};

interface Asked {
  filter: TaskFilter;
  cursor?: string;
}

function onePage(db: Database, { principal = person }: Combination, asked: Asked) {
  const defaults = { runner: 'ray_job', maxAttempts: 3 } as const;
  const context = { db, notifier: createNotifier(db), emit: () => {}, principal, defaults };
  return listTasks(context, { ...asked, limit });
}

async function bareRead(db: Database): Promise<unknown> {
  return db.pool.query({
    name: 'bench-bare-list',
    text: 'SELECT id, callable, queue, state FROM raydeck.task ORDER BY id DESC LIMIT $1',
    values: [limit],
  });
}

async function combinationsOf(db: Database): Promise<Combination[]> {
  const { rows } = await db.pool.query<{ job: string }>(
    'SELECT ray_job_id AS job FROM raydeck.attempt TABLESAMPLE SYSTEM (0.1) LIMIT 1000',
  );
  const someTime = () => new Date(Date.now() - Math.random() * spanDays * 86_400_000);
  const times: Record<string, () => TaskFilter> = {
    createdAfter: () => ({ createdAfter: someTime() }),
    createdBefore: () => ({ createdBefore: someTime() }),
    'createdAfter and createdBefore': () => between(someTime(), someTime()),
  };
  const named: Record<string, TaskFilter> = {
    'errorClass, 0.25 % of all': { errorClass: 'shop.Error3' },
    'errorClass, 20 old ones': { errorClass: 'rare.Error' },
    'state FAILED, errorClass, 20 old ones': { state: 'FAILED', errorClass: 'rare.Error' },
    'queue, 20 old ones': { queue: 'rare' },
    'queue, 5 % of all': { queue: 'q3' },
    'state SUCCEEDED, queue': { state: 'SUCCEEDED', queue: 'q3' },
    'state QUEUED, queue': { state: 'QUEUED', queue: 'q3' },
  };
  const combinations: [string, () => TaskFilter][] = [
    ['no filter', () => ({})],
    ...taskStates.map((state): [string, () => TaskFilter] => [`state ${state}`, () => ({ state })]),
    ...Object.entries(times),
    ...taskStates.flatMap((state) =>
      Object.entries(times).map(([name, filter]): [string, () => TaskFilter] => [
        `state ${state}, ${name}`,
        () => ({ state, ...filter() }),
      ]),
    ),
    ...Object.entries(named).map(([name, filter]): [string, () => TaskFilter] => [name, () => filter]),
    ['finishedAfter and finishedBefore, a minute', () => finishedWithin(someTime(), 60_000)],
    [
      'finishedAfter and finishedBefore, an hour, FAILED',
      () => ({ ...finishedWithin(someTime(), 3_600_000), state: 'FAILED' }),
    ],
    ['rayJob', () => ({ rayJob: rows[Math.floor(Math.random() * rows.length)]?.job })],
  ];
  const others: Record<string, TaskFilter> = {
    'callable, 0.5 % of all': { callable: 'shop.module3.task23' },
    'callable prefix': { callable: 'shop.module3.' },
    'tag, 14 % of all': { tag: 'vip' },
    'tag, 20 old ones': { tag: 'rare' },
    'createdBy, 20 old ones': { createdBy: 'user:rare@example.com' },
    'profile, 5 % of all': { profile: 'p3' },
    'profile, 20 old ones': { profile: 'rare' },
    'runner, half of all': { runner: 'local' },
    'node, 2 % of all': { node: 'node7' },
    'attemptState RUNNING': { attemptState: 'RUNNING' },
    'worker, none': { worker: 'nobody' },
    'text, most failures': { text: 'refused' },
    'text, 20 old ones': { text: 'needle' },
    'attemptState LOST, none': { attemptState: 'LOST' },
    'state SUCCEEDED, queue, node': { state: 'SUCCEEDED', queue: 'q3', node: 'node7' },
  };
  return [
    ...combinations.map(([name, filter]) => ({ name, filter, isNamed: true })),
    ...Object.entries(others).map(([name, filter]) => ({ name, filter: () => filter, isNamed: false })),
    { name: 'key for its own tasks', filter: () => ({}), isNamed: false, principal: { ...key, ownTasksOnly: true } },
    { name: 'key for one queue', filter: () => ({}), isNamed: false, principal: { ...key, queues: ['rare'] } },
  ];
}

function finishedWithin(finishedAfter: Date, ms: number): TaskFilter {
  return { finishedAfter, finishedBefore: new Date(finishedAfter.getTime() + ms) };
}

function between(one: Date, other: Date): TaskFilter {
  const [createdAfter, createdBefore] = one < other ? [one, other] : [other, one];
  return { createdAfter, createdBefore };
}
