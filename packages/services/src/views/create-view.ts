import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { lockViews, requireFreeName, type SavedView, viewOwner } from './own-views.ts';
import { keptSearch, maxViews, ViewSettings } from './view-settings.ts';

export const NewView = ViewSettings.extend({ isDefault: z.boolean().default(false) });

/** Keeps a view for the person. CONFLICT when they have one of the name, PRECONDITION at the cap. Twice: the second is a CONFLICT. */
export async function createView(context: Context, input: z.input<typeof NewView>): Promise<SavedView> {
  const userId = viewOwner(context);
  const settings = parseInput(NewView, input);
  const search = keptSearch(settings.search);
  return context.db.prisma.$transaction(async (tx) => {
    await lockViews(tx, userId);
    await requireFreeName(tx, { userId, name: settings.name });
    if ((await tx.savedView.count({ where: { userId } })) >= maxViews) {
      throw new RaydeckError(
        'PRECONDITION',
        `You keep ${maxViews} views, which is the most there can be. Delete one first.`,
      );
    }
    if (settings.isDefault)
      await tx.savedView.updateMany({ where: { userId, isDefault: true }, data: { isDefault: false } });
    return tx.savedView.create({ data: { ...settings, search, userId }, omit: { userId: true } });
  });
}
