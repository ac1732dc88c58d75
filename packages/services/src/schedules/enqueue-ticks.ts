import { RaydeckError } from '@raydeck/core';
import type { Prisma, ScheduleModel } from '@raydeck/db';
import { enqueueTasksWithin } from '../tasks/enqueue-tasks.ts';
import { asSchedule } from './as-schedule.ts';
import type { ScheduleEngine } from './engine.ts';
import { savepoint } from './hold-back.ts';
import { settingsOf } from './schedule-columns.ts';
import { openSchedule } from './sealed-schedule.ts';

/** The last task that was enqueued, or why none was. */
export type EnqueuedTicks = { lastTaskId: string } | { refusal: string };

/**
 * Enqueues a task for each of these ticks, whose rows are there, all or none. What the door refuses, such as a queue that is
 * gone, is written on the ticks and does not stand in the way of later ones. Anything else is thrown.
 */
export async function enqueueTicks(
  tx: Prisma.TransactionClient,
  engine: ScheduleEngine,
  row: ScheduleModel,
  ticks: readonly Date[],
): Promise<EnqueuedTicks> {
  const { task } = settingsOf(openHere(engine, row));
  const tasks = ticks.map((tick) => ({ ...task, idempotencyKey: tick.toISOString() }));
  try {
    const { enqueued, tell } = await savepoint(tx, (inner) =>
      enqueueTasksWithin(inner, asSchedule(engine, row.name), tasks),
    );
    await nameTasks(
      tx,
      row.id,
      ticks,
      enqueued.map(({ id }) => id),
    );
    tell();
    const lastTaskId = enqueued.at(-1)?.id;
    if (lastTaskId === undefined) throw new RaydeckError('INTERNAL', 'The door answers once for each task.');
    return { lastTaskId };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const refusal = error.message.replace(/^tasks\[\d+\]\.?/, '');
    engine.emit({ type: 'schedule.refused', schedule: row.name, ticks: ticks.length, error: refusal });
    return { refusal };
  }
}

/** A tick waits for a worker that has the key: its schedule is right, and this worker's settings are not. */
function openHere(engine: ScheduleEngine, row: ScheduleModel): ScheduleModel {
  try {
    return openSchedule(engine, row);
  } catch (cause) {
    if (!(cause instanceof RaydeckError)) throw cause;
    throw new RaydeckError('UNAVAILABLE', `Schedule "${row.name}" waits: ${cause.message}`, { cause });
  }
}

function isRefusal(error: unknown): error is RaydeckError {
  return error instanceof RaydeckError && error.code !== 'INTERNAL' && error.code !== 'UNAVAILABLE';
}

/** Also for a tick that has waited: only now it is enqueued. */
async function nameTasks(
  tx: Prisma.TransactionClient,
  scheduleId: string,
  ticks: readonly Date[],
  taskIds: readonly string[],
): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE raydeck.schedule_tick AS k SET outcome = 'enqueued', task_id = n.task_id, at = clock_timestamp()
    FROM unnest($2::timestamptz[], $3::uuid[]) AS n(tick, task_id) WHERE k.schedule_id = $1::uuid AND k.tick = n.tick`,
    scheduleId,
    ticks.map((tick) => tick.toISOString()),
    taskIds,
  );
}
