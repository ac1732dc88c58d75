import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { parameter } from '../reading/reach.ts';
import { firstUuidAt } from '../reading/uuid.ts';
import type { AuditFilter } from './audit-filter.ts';
import { redactAudit } from './redact-audit.ts';

/** Who did what to what, when and why. Never holds payloads: actions note states, settings and names of fields; the rest is redacted. */
export interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  /** A person's role, or a key's scopes, at that time. */
  actorRole: string;
  action: string;
  targetType: string;
  targetId: string;
  reason: string | null;
  before: unknown;
  after: unknown;
}

export interface AuditPage {
  items: AuditRow[];
  /** Null at the end. */
  nextCursor: string | null;
  isPartial: boolean;
}

/** Id and `at` are made one after the other, within one statement. */
const idLagMs = 1_000;

/**
 * Newest first, by keyset on the id. Actor, action, target and time are each served by an index that also gives the order; of
 * several the planner takes the rarest. UNAVAILABLE when that takes longer than 5 seconds. A key with a limited reach sees none:
 * rows are about everything.
 */
export async function listAudit(
  context: Context,
  { filter, limit, cursor }: { filter: AuditFilter; limit: number; cursor?: string | undefined },
): Promise<AuditPage> {
  authorizeWhole(context, 'audit.read');
  const scope = await cursorScope(context.db, 'audit', filter);
  const values: unknown[] = [];
  const conditions = conditionsOf(filter, cursor ? readCursor(scope, cursor) : undefined, values);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = await boundedRead(context.db, (query) =>
    query<AuditRow & Record<string, unknown>>(pageText(where, limit + 1), values),
  );
  const items = await redactAudit(context, rows.slice(0, limit));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(scope, last.id) : null, isPartial: false };
}

function pageText(where: string, limit: number): string {
  return `
    SELECT a.id, a.at, a.actor, a.actor_role AS "actorRole", a.action, a.target_type AS "targetType", a.target_id AS "targetId",
      a.reason, a.before, a.after
    FROM raydeck.audit_log AS a ${where} ORDER BY a.id DESC LIMIT ${limit}`;
}

function conditionsOf(filter: AuditFilter, beforeId: string | undefined, values: unknown[]): string[] {
  const { actor, action, targetType, targetId, after, before } = filter;
  const conditions: string[] = [];
  if (actor !== undefined) conditions.push(`a.actor = ${parameter(values, actor)}`);
  if (action !== undefined) conditions.push(`a.action = ${parameter(values, action)}`);
  if (targetType !== undefined) conditions.push(`a.target_type = ${parameter(values, targetType)}`);
  if (targetId !== undefined) conditions.push(`a.target_id = ${parameter(values, targetId)}`);
  if (after) {
    const first = firstUuidAt(new Date(after.getTime() - idLagMs));
    conditions.push(`a.id >= ${parameter(values, first)}::uuid`, `a.at >= ${parameter(values, after)}`);
  }
  if (before) {
    const end = firstUuidAt(new Date(before.getTime() + idLagMs));
    conditions.push(`a.id < ${parameter(values, end)}::uuid`, `a.at < ${parameter(values, before)}`);
  }
  if (beforeId) conditions.push(`a.id < ${parameter(values, beforeId)}::uuid`);
  return conditions;
}
