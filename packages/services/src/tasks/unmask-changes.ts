import { restoreMasked } from '@raydeck/core';
import type { TaskModel } from '@raydeck/db';
import type { Context } from '../context.ts';
import { redactionOf } from '../redaction/redactions.ts';
import { taskPlace } from '../secrets/sealed-payload.ts';
import type { TaskChanges } from './retry-with-changes.ts';

/**
 * Changes of a task (`source`, its arguments in the clear) that somebody has read: a value, a tag or a key that still reads as it was shown is what it was. Throws
 * INVALID for a mask that stands for nothing.
 */
export async function unmaskChanges(context: Context, source: TaskModel, changes: TaskChanges): Promise<TaskChanges> {
  if (!JSON.stringify(changes).includes('redacted')) return changes;
  const attempts = await context.db.prisma.attempt.findMany({
    where: { taskId: source.id, profileId: { not: null } },
    select: { profileId: true },
    distinct: ['profileId'],
  });
  const profileIds = attempts.flatMap(({ profileId }) => (profileId === null ? [] : [profileId]));
  const redaction = await redactionOf(context, { ...source, place: taskPlace(source.id), profileIds });
  const { args, kwargs, ...others } = changes;
  const restored = (root: 'args' | 'kwargs', edited: string): string =>
    restoreMasked(edited, { original: source[root], shown: redaction.json(root, source[root]), root });
  const { tags, concurrencyKey } = source;
  const kept = { tags, concurrencyKey };
  const shown = { tags: tags.map((tag) => redaction.text(tag)), concurrencyKey: redaction.text(concurrencyKey ?? '') };
  const rest: unknown = JSON.parse(
    restoreMasked(JSON.stringify(others), { original: JSON.stringify(kept), shown: JSON.stringify(shown), root: '' }),
  );
  return {
    ...(rest as typeof others),
    ...(args !== undefined && { args: restored('args', args) }),
    ...(kwargs !== undefined && { kwargs: restored('kwargs', kwargs) }),
  };
}
