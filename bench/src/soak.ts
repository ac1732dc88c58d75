import type { Database } from '@raydeck/db';
import { type CoreStack, drained, enqueue, startCoreStack } from './core-stack.ts';
import { deadRows } from './dead-rows.ts';
import { drainBacklog } from './drain.ts';
import { quantile } from './measure.ts';
import { residentMegabytes } from './memory.ts';
import type { Figure } from './result.ts';

const share = 0.6;
const warmMinutes = 1;
const groupMs = 50;
const sampleMs = 10_000;

interface Sample {
  p99Ms: number;
  finished: number;
  dead: number;
  megabytes: Record<string, number>;
}

/** A steady 60 % of what a drain does, enqueued in groups, for so many minutes: what grows shows in its last quarter beside the first. */
export async function benchSoak({ minutes }: { minutes: number }): Promise<Figure[]> {
  const stack = await startCoreStack(2_000);
  try {
    await drainBacklog(stack, 5_000);
    const { rate } = await drainBacklog(stack, 20_000);
    const perSecond = share * rate;
    await feed(stack, perSecond, warmMinutes * 60_000, () => {});
    const samples: Sample[] = [];
    await feed(stack, perSecond, minutes * 60_000, (sample) => {
      samples.push(sample);
      const memory = Object.entries(sample.megabytes).map(([part, size]) => `${part} ${size.toFixed(0)}`);
      const { p99Ms, dead, finished } = sample;
      process.stdout.write(
        `${finished} finished, p99 ${p99Ms.toFixed(0)} ms, ${dead} dead rows, MB: ${memory.join(', ')}\n`,
      );
    });
    return figures(samples, rate);
  } finally {
    await stack.stop();
  }
}

async function feed(
  { db }: CoreStack,
  perSecond: number,
  forMs: number,
  onSample: (sample: Sample) => void,
): Promise<void> {
  const startedAt = performance.now();
  let sent = 0;
  let sampledAt = startedAt;
  let since = await now(db);
  for (let passedMs = 0; passedMs < forMs; passedMs = performance.now() - startedAt) {
    const due = Math.floor((passedMs / 1_000) * perSecond) - sent;
    if (due > 0) await enqueue(db, due);
    sent += due;
    if (performance.now() - sampledAt >= sampleMs) {
      onSample(await takeSample(db, since));
      [sampledAt, since] = [performance.now(), await now(db)];
    }
    await new Promise((resolve) => setTimeout(resolve, groupMs));
  }
  await drained(db);
}

async function takeSample(db: Database, since: string): Promise<Sample> {
  const { rows } = await db.pool.query<{ p99: number | null; count: number }>(
    `SELECT percentile_disc(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - created_at)::float8 * 1000) AS p99,
      count(*)::int AS count
    FROM raydeck.task WHERE finished_at >= $1::timestamptz`,
    [since],
  );
  const [found] = rows;
  return {
    p99Ms: found?.p99 ?? Number.NaN,
    finished: found?.count ?? 0,
    dead: await deadRows(db),
    megabytes: residentMegabytes(),
  };
}

async function now(db: Database): Promise<string> {
  const { rows } = await db.pool.query<{ now: string }>('SELECT clock_timestamp()::text AS now');
  return rows[0]?.now ?? '';
}

function figures(samples: readonly Sample[], drainRate: number): Figure[] {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const beside = (of: (sample: Sample) => number): [first: number, last: number] => [
    quantile(samples.slice(0, quarter).map(of), 0.5),
    quantile(samples.slice(-quarter).map(of), 0.5),
  ];
  const grown = (name: string, unit: string, of: (sample: Sample) => number, allowed: number): Figure => {
    const [first, last] = beside(of);
    return {
      name,
      value: last,
      unit,
      against: 'the first quarter',
      reference: first,
      bar: { atMost: allowed * first },
    };
  };
  const finished = samples.reduce((sum, one) => sum + one.finished, 0);
  const most = Math.max(...samples.map(({ dead }) => dead));
  return [
    {
      name: 'finished',
      value: finished / ((samples.length * sampleMs) / 1_000),
      unit: 'tasks/s',
      against: 'a drain',
      reference: drainRate,
    },
    grown('enqueue → finished, p99, last quarter', 'ms', ({ p99Ms }) => p99Ms, 1.3),
    ...['worker', 'gateway', 'actors'].map((part) =>
      grown(`memory of ${part}, last quarter`, 'MB', ({ megabytes }) => megabytes[part] ?? Number.NaN, 1.1),
    ),
    { name: 'dead rows at most (task and attempt)', value: most, unit: 'rows' },
  ];
}
