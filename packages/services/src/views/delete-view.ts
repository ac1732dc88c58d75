import { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound } from '../reading/uuid.ts';
import { viewOwner } from './own-views.ts';

export const ViewTarget = z.strictObject({ id: z.guid() });

/** Deletes one of the person's own views. Throws NOT_FOUND. Twice: the second does. */
export async function deleteView(context: Context, input: z.input<typeof ViewTarget>): Promise<void> {
  const userId = viewOwner(context);
  const { id } = parseInput(ViewTarget, input);
  const { count } = await context.db.prisma.savedView.deleteMany({ where: { id, userId } });
  if (count === 0) throw notFound('view');
}
