import { type Emit, parseStoredRef, type Storage } from '@raydeck/core';
import { type Database, takeStoredDeletions } from '@raydeck/db';

/**
 * Deletes results, arguments and logs outside their rows. What is gone already is no failure: the same refs come again after a crash, or when
 * only some of them could be deleted.
 */
export type DeleteStored = (refs: readonly string[]) => Promise<void>;

export function deleteFrom(storage: Pick<Storage, 'delete'>): DeleteStored {
  return async (refs) => {
    for (const ref of refs) await storage.delete(parseStoredRef(ref));
  };
}

const portion = 500;
/** What could not be deleted is tried again after so long. */
const againSeconds = 900;

/**
 * Works off what the deleted rows have left outside the database. A row goes once its object is gone; a crash before leaves it to be
 * done again. Any number at once.
 */
export async function deleteStoredObjects({
  db,
  emit,
  deleteStored,
  isAllowed,
}: {
  db: Database;
  emit: Emit;
  deleteStored: DeleteStored;
  isAllowed: () => boolean;
}): Promise<void> {
  while (isAllowed()) {
    const due = await db.run(takeStoredDeletions, [portion, againSeconds]);
    if (due.length === 0) return;
    const ids = due.map(({ id }) => id);
    try {
      await deleteStored(due.map(({ ref }) => ref));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await db.prisma.storedDeletion.updateMany({ where: { id: { in: ids } }, data: { error: text.slice(0, 500) } });
      emit({ type: 'stored.delete_failed', count: due.length, error: text });
      return;
    }
    await db.prisma.storedDeletion.deleteMany({ where: { id: { in: ids } } });
    emit({ type: 'stored.deleted', count: due.length });
  }
}
