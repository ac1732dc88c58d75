import type { Redaction } from '@raydeck/core';
import type { Context } from '../context.ts';
import { isUuid } from '../reading/uuid.ts';
import { plainRedaction, profileIdsOf } from '../redaction/redactions.ts';
import { taskRedactions } from '../redaction/task-redactions.ts';
import { scheduleRedactions } from '../schedules/schedule-detail.ts';
import type { AuditRow } from './list-audit.ts';

/** Rows as they are shown: what is redacted of a task or a schedule is so too in what is said about it. */
export async function redactAudit(context: Context, rows: readonly AuditRow[]): Promise<AuditRow[]> {
  const plain = plainRedaction(context);
  const [tasks, schedules] = await Promise.all([
    redactionsOfTasks(context, rows),
    redactionsOfSchedules(context, rows),
  ]);
  const redactionOf = ({ targetType, targetId }: AuditRow): Redaction =>
    (targetType === 'task' ? tasks.get(targetId) : targetType === 'schedule' ? schedules.get(targetId) : null) ?? plain;
  return rows.map((row) => {
    const redaction = redactionOf(row);
    return {
      ...row,
      reason: row.reason && redaction.text(row.reason),
      before: sideOf(row.before, redaction),
      after: sideOf(row.after, redaction),
    };
  });
}

/** Of a profile's secret a row says only that it was set or changed. */
function sideOf(side: unknown, redaction: Redaction): unknown {
  if (typeof side !== 'object' || side === null || Array.isArray(side)) return redaction.value(side);
  const [words, others] = [new Map<string, unknown>(), new Map<string, unknown>()];
  for (const [name, value] of Object.entries(side)) {
    const isWord = name.startsWith('secrets.') && (value === 'set' || value === 'changed');
    (isWord ? words : others).set(name, value);
  }
  return { ...redaction.value(Object.fromEntries(others)), ...Object.fromEntries(words) };
}

async function redactionsOfTasks(context: Context, rows: readonly AuditRow[]): Promise<Map<string, Redaction>> {
  const ids = rows.filter(({ targetType }) => targetType === 'task').map(({ targetId }) => targetId);
  const wanted = [...new Set(ids)].filter(isUuid);
  if (wanted.length === 0) return new Map();
  const attempts = await context.db.prisma.attempt.findMany({
    where: { taskId: { in: wanted }, profileId: { not: null } },
    select: { taskId: true, profileId: true },
    distinct: ['taskId', 'profileId'],
  });
  const byTask = Map.groupBy(attempts, ({ taskId }) => taskId);
  return taskRedactions(
    context,
    wanted.map((id) => ({ id, profileIds: profileIdsOf(byTask.get(id) ?? []) })),
  );
}

async function redactionsOfSchedules(context: Context, rows: readonly AuditRow[]): Promise<Map<string, Redaction>> {
  const names = rows.filter(({ targetType }) => targetType === 'schedule').map(({ targetId }) => targetId);
  if (names.length === 0) return new Map();
  const schedules = await context.db.prisma.schedule.findMany({ where: { name: { in: [...new Set(names)] } } });
  const redactions = await scheduleRedactions(context, schedules);
  return new Map(schedules.flatMap(({ name }, at) => (redactions[at] ? [[name, redactions[at]]] : [])));
}
