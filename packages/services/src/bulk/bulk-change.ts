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
  for (const path of fields) {
    const isWanted = path === wantedBy(change);
    if ((change[path] !== undefined) === isWanted) continue;
    const problem = isWanted ? 'is required for' : 'does not belong to';
    throw new RaydeckError('INVALID', `${path}: ${problem} ${change.action}`, { path });
  }
}

/** The same while what the action needs to know may be missing still: who looks first has not chosen it yet. */
export function requireNothingElse(change: BulkChange): void {
  const path = fields.find((field) => change[field] !== undefined && field !== wantedBy(change));
  if (path) throw new RaydeckError('INVALID', `${path}: does not belong to ${change.action}`, { path });
}

function wantedBy({ action }: BulkChange): (typeof fields)[number] | undefined {
  return Object.entries(wants).find(([wanting]) => wanting === action)?.[1];
}

/** As the row keeps it. */
export function parseChange(action: string, json: unknown): BulkChange {
  const Stored = BulkChange.extend({ runAt: z.coerce.date().optional() });
  return Stored.parse({ action, ...(json as object) });
}
