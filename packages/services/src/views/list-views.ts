import type { Context } from '../context.ts';
import { type SavedView, viewOwner } from './own-views.ts';
import { maxViews } from './view-settings.ts';

/** The person's own views by name. */
export async function listViews(context: Context): Promise<SavedView[]> {
  const userId = viewOwner(context);
  return context.db.prisma.savedView.findMany({
    where: { userId },
    omit: { userId: true },
    orderBy: { name: 'asc' },
    take: maxViews,
  });
}
