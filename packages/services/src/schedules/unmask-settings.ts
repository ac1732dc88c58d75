import { restoreMasked } from '@raydeck/core';
import type { ScheduleModel } from '@raydeck/db';
import type { Context } from '../context.ts';
import { settingsOf } from './schedule-columns.ts';
import { scheduleRedactions, settingsShown } from './schedule-detail.ts';
import { ScheduleSettings } from './schedule-settings.ts';

/**
 * Settings that somebody may have read, edited and written back: what still reads as it was shown is what it was. Throws INVALID
 * for a mask that stands for nothing.
 */
export async function unmaskSettings(
  context: Context,
  row: ScheduleModel | null,
  after: ScheduleSettings,
): Promise<ScheduleSettings> {
  // Only text can hold one, and JSON text may spell it with an escape.
  if (!JSON.stringify(after).includes('redacted')) return after;
  const [redaction] = row ? await scheduleRedactions(context, [row]) : [];
  const { args, kwargs, ...task } = after.task;
  const [original, shown] = row && redaction ? [settingsOf(row), settingsShown(row, redaction)] : [nothing, nothing];
  const restored = (root: 'args' | 'kwargs', edited: string): string =>
    restoreMasked(edited, {
      original: original.task[root] ?? 'null',
      shown: redaction?.json(root, original.task[root] ?? 'null') ?? 'null',
      root: `task.${root}`,
    });
  const rest = restoreMasked(JSON.stringify({ ...after, task }), {
    original: JSON.stringify(original),
    shown: JSON.stringify(shown),
    root: '',
  });
  const settings = ScheduleSettings.parse(JSON.parse(rest));
  const payload = {
    ...(args !== undefined && { args: restored('args', args) }),
    ...(kwargs !== undefined && { kwargs: restored('kwargs', kwargs) }),
  };
  return { ...settings, task: { ...settings.task, ...payload } };
}

const nothing: { task: { args?: string; kwargs?: string } } = { task: {} };
