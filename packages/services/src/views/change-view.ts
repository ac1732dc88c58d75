import { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound } from '../reading/uuid.ts';
import { lockViews, requireFreeName, type SavedView, viewOwner } from './own-views.ts';
import { keptSearch, ViewSettings } from './view-settings.ts';

const { name, search, columns } = ViewSettings.shape;

/** What is absent stays as it is. */
export const ViewChange = z.strictObject({
  id: z.guid(),
  name: name.exactOptional(),
  search: search.exactOptional(),
  columns: columns.exactOptional(),
  isDefault: z.boolean().exactOptional(),
});

/** Renames one of the person's views, sets what it shows, or makes it the one that their list opens with. Twice is as once. */
export async function changeView(context: Context, input: z.input<typeof ViewChange>): Promise<SavedView> {
  const userId = viewOwner(context);
  const { id, ...change } = parseInput(ViewChange, input);
  const data = change.search === undefined ? change : { ...change, search: keptSearch(change.search) };
  return context.db.prisma.$transaction(async (tx) => {
    await lockViews(tx, userId);
    const found = await tx.savedView.findFirst({ where: { id, userId }, select: { id: true } });
    if (!found) throw notFound('view');
    if (data.name !== undefined) await requireFreeName(tx, { userId, name: data.name, id });
    if (data.isDefault) {
      await tx.savedView.updateMany({ where: { userId, isDefault: true, NOT: { id } }, data: { isDefault: false } });
    }
    return tx.savedView.update({ where: { id }, data, omit: { userId: true } });
  });
}
