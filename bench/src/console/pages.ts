import type { Database } from '@raydeck/db';
import { spanDays } from '../list-data.ts';

export interface ConsolePage {
  name: string;
  /** Made anew for each request, so that no two of them are shared. */
  path: () => string;
  /** Whether an index serves it: these are held against the bar. */
  isNamed: boolean;
}

const dayMs = 86_400_000;

/** The console's pages and the filters of its list, those that are served by an index and the others. */
export async function consolePages(db: Database): Promise<ConsolePage[]> {
  const idsFrom = (source: string) => db.pool.query<{ id: string }>(`SELECT id FROM ${source} LIMIT 1000`);
  const sample = await idsFrom('raydeck.task TABLESAMPLE SYSTEM (0.1)');
  // Of a small table a sample may be empty.
  const { rows } = sample.rows.length > 0 ? sample : await idsFrom('raydeck.task');
  const someTask = () => rows[Math.floor(Math.random() * rows.length)]?.id ?? '';
  const someTime = () => new Date(Date.now() - Math.random() * spanDays * dayMs);
  const list = (filter: Record<string, string>) => `/tasks?${new URLSearchParams(filter).toString()}`;
  const named = (name: string, path: () => string): ConsolePage => ({ name, path, isNamed: true });
  const other = (name: string, path: () => string): ConsolePage => ({ name, path, isNamed: false });
  const minute = () => {
    const at = someTime();
    return { 'finished-after': at.toISOString(), 'finished-before': new Date(at.getTime() + 60_000).toISOString() };
  };
  return [
    ...['15m', '1h', '6h', '24h', '7d'].map((range) => named(`overview, ${range}`, () => `/?range=${range}`)),
    named('tasks', () => '/tasks'),
    ...['queued', 'running', 'succeeded', 'failed', 'canceled'].map((state) =>
      named(`tasks, state:${state}`, () => list({ state })),
    ),
    named('tasks, before:', () => list({ before: someTime().toISOString() })),
    named('tasks, state:failed before:', () => list({ state: 'failed', before: someTime().toISOString() })),
    named('tasks, error:, 0.25 % of all', () => list({ error: `shop.Error${Math.floor(Math.random() * 20)}` })),
    named('tasks, error:, 20 old ones', () => list({ error: 'rare.Error' })),
    named('tasks, queue:, 5 % of all', () => list({ queue: `q${Math.floor(Math.random() * 20)}` })),
    named('tasks, queue:, 20 old ones', () => list({ queue: 'rare' })),
    named('tasks, state:succeeded queue:', () => list({ state: 'succeeded', queue: 'q3' })),
    named('tasks, finished within a minute', () => list(minute())),
    named('tasks, job:', () => list({ job: `rd-0123456789-${someTask()}` })),
    named('task', () => `/tasks/${someTask()}`),
    named('queues', () => '/queues'),
    named('workers', () => '/workers'),
    named('cluster', () => '/cluster'),
    named('users', () => '/users'),
    other('tasks, callable:, 0.5 % of all', () => list({ callable: 'shop.module3.task23' })),
    other('tasks, tag:, 20 old ones', () => list({ tag: 'rare' })),
    other('tasks, node:, 2 % of all', () => list({ node: 'node7' })),
    other('tasks, words of most failures', () => list({ text: 'refused' })),
    other('tasks, words of 20 old ones', () => list({ text: 'needle' })),
  ];
}
