import { RaydeckError } from '@raydeck/core';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { enqueueTasksWithin } from '../tasks/enqueue-tasks.ts';
import { asSchedule } from './as-schedule.ts';
import { holdBack } from './hold-back.ts';
import { lockSchedule, requireReach } from './look-up-schedule.ts';
import { belowTask } from './require-task.ts';
import { settingsOf } from './schedule-columns.ts';
import { ScheduleAction } from './schedule-settings.ts';
import { openSchedule } from './sealed-schedule.ts';
import { databaseNow } from './database-now.ts';

/**
 * Enqueues the schedule's task now, whatever else runs, paused or not. Later ticks count it as a task of the schedule. Throws
 * NOT_FOUND, and what the door throws. Twice: two tasks. A crash leaves task, tick and audit row, or none of them.
 */
export async function runSchedule(context: Context, input: ScheduleAction): Promise<{ taskId: string }> {
  authorize(context, 'schedule.operate');
  const { name, reason } = parseInput(ScheduleAction, input);
  const { held, tell } = holdBack(context);
  const taskId = await context.db.prisma.$transaction(async (tx) => {
    const row = requireReach(context, await lockSchedule(tx, name));
    const asked = enqueueTasksWithin(tx, asSchedule(held, name), [settingsOf(openSchedule(held, row)).task]);
    const { enqueued, tell: tellEnqueued } = await asked.catch((error: unknown) => {
      throw belowTask(error);
    });
    const [task] = enqueued;
    if (!task) throw new RaydeckError('INTERNAL', 'The door answers once for each task.');
    const detail = `Run by ${context.principal.id}.`;
    const tick = { scheduleId: row.id, tick: await databaseNow(tx), outcome: 'run-now', taskId: task.id, detail };
    await tx.scheduleTick.create({ data: tick });
    await tx.schedule.update({ where: { id: row.id }, data: { lastTaskId: task.id } });
    const after = { taskId: task.id };
    await audit(tx, context, { action: 'schedule.run', targetType: 'schedule', targetId: name, reason, after });
    tellEnqueued();
    return task.id;
  });
  tell();
  return { taskId };
}
