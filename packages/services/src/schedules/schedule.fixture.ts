import type { DomainEvent } from '@raydeck/core';
import { createNotifier, type Database } from '@raydeck/db';
import type { ScheduledTick, ScheduleEngine } from './engine.ts';

/** For tests only. */

export interface TestEngine extends ScheduleEngine {
  /** Ticks that a job was asked for, also in transactions that were undone. */
  sent: ScheduledTick[];
  events: DomainEvent[];
}

export function engineOn(db: Database): TestEngine {
  const sent: ScheduledTick[] = [];
  const events: DomainEvent[] = [];
  return {
    db,
    notifier: createNotifier(db),
    emit: (event) => events.push(event),
    sendTicks: async (_tx, ticks) => {
      sent.push(...ticks);
    },
    sent,
    events,
  };
}

/** A schedule past the verbs, with these columns: a tick each minute, `nextRunAt` an SQL expression of its next one. */
export async function insertSchedule(
  db: Database,
  nextRunAt: string,
  columns: Record<string, unknown> = {},
): Promise<{ id: string; name: string; nextRunAt: Date }> {
  const row = {
    name: `s-${Math.random().toString(36).slice(2)}`,
    cron: '* * * * *',
    callable: 'shop.tasks.report',
    created_by: 'user:ada@example.com',
    ...columns,
  };
  const names = Object.keys(row);
  const { rows } = await db.pool.query<{ id: string; name: string; nextRunAt: Date }>(
    `INSERT INTO raydeck.schedule (next_run_at, ${names.join(', ')})
    VALUES (${nextRunAt}, ${names.map((_, at) => `$${at + 1}`).join(', ')}) RETURNING id, name, next_run_at AS "nextRunAt"`,
    Object.values(row),
  );
  const [made] = rows;
  if (!made) throw new Error('An insert returns its row.');
  return made;
}

/** The minute so many minutes ago, as SQL. */
export function minutesAgo(minutes: number): string {
  return `date_trunc('minute', clock_timestamp()) - interval '${minutes} minutes'`;
}

/** The second so many seconds ago, as SQL. */
export function secondsAgo(seconds: number): string {
  return `date_trunc('second', clock_timestamp()) - interval '${seconds} seconds'`;
}

export async function ticksOfSchedule(db: Database, scheduleId: string) {
  return db.prisma.scheduleTick.findMany({ where: { scheduleId }, orderBy: { tick: 'asc' } });
}

export async function tasksOfSchedule(db: Database, name: string) {
  return db.prisma.task.findMany({ where: { createdBy: `schedule:${name}` }, orderBy: { id: 'asc' } });
}

/** As the finish of its attempt would leave it. */
export async function endTask(db: Database, id: string): Promise<void> {
  await db.pool.query(
    `UPDATE raydeck.task SET state = 'SUCCEEDED', attempt_count = 1, finished_at = clock_timestamp() WHERE id = $1`,
    [id],
  );
}
