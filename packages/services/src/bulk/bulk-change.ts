import { bulkActions, RaydeckError } from '@raydeck/core';
import { z } from 'zod';

/** What shall be done, with what the action needs to know. */
export const BulkChange = z.strictObject({
  action: z.enum(bulkActions),
  /** For `priority`. */
  priority: z.int().min(-100).max(100).optional(),
  /** For `move`. */
  queue: z.string().min(1).max(100).optional(),
  /** For `delay`. */
  runAt: z.date().optional(),
});
export type BulkChange = z.infer<typeof BulkChange>;

const wants = { priority: 'priority', move: 'queue', delay: 'runAt' } as const;
const fields = Object.values(wants);

/** Throws INVALID unless the action has what it needs to know, and nothing else. */
export function requireChange(change: BulkChange): void {
  const wanted = Object.entries(wants).find(([action]) => action === change.action)?.[1];
  for (const path of fields) {
    const isGiven = change[path] !== undefined;
    if (isGiven === (path === wanted)) continue;
    const problem = isGiven ? 'does not belong to' : 'is required for';
    throw new RaydeckError('INVALID', `${path}: ${problem} ${change.action}`, { path });
  }
}

/** As the row keeps it. */
export function parseChange(action: string, json: unknown): BulkChange {
  const Stored = BulkChange.extend({ runAt: z.coerce.date().optional() });
  return Stored.parse({ action, ...(json as object) });
}
