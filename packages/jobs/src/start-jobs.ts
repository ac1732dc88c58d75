import type { Database } from '@raydeck/db';
import { PgBoss } from 'pg-boss';
import { type JobName, queues, schema } from './queues.ts';

export interface JobsOptions {
  db: Pick<Database, 'pool'>;
  /** What each kind of background work does; throwing has it retried. */
  handlers: Record<JobName, () => Promise<void>>;
  /** Told of pg-boss's own troubles, a restarting PostgreSQL among them; it goes on by itself. */
  onError: (error: unknown) => void;
}

/** Background work under way; `stop` waits for what runs. */
export interface Jobs {
  stop(): Promise<void>;
}

/**
 * Works off the background queues and keeps their schedules; any number of workers may do so at once. Runs over our own
 * pool, so over our own statement timeout. Throws when the schema is another version's: run the migration step.
 */
export async function startJobs({ db, handlers, onError }: JobsOptions): Promise<Jobs> {
  const executeSql = async (text: string, values?: unknown[]) => db.pool.query(text, values);
  const boss = new PgBoss({ db: { executeSql }, schema, migrate: false, createSchema: false });
  boss.on('error', onError);
  await boss.start();
  for (const { name, cron } of queues) {
    await boss.schedule(name, cron);
    await boss.work(name, { pollingIntervalSeconds: 30 }, () => handlers[name]());
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 5_000 }) };
}
