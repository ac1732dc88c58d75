import type { Redaction } from '@raydeck/core';
import type { Context } from '../context.ts';
import { taskPlace } from '../secrets/sealed-payload.ts';
import { redactionsOf } from './redactions.ts';

/** Payload that is read for one page of rows, newest tasks first. */
const payloadLimitBytes = 4 * 1024 * 1024;

/** A task that a row is about, and the versions of profiles that it ran with. */
interface Shown {
  id: string;
  profileIds: readonly string[];
}

interface Found extends Record<string, unknown> {
  id: string;
  payload: { callable: string; args: string; kwargs: string; result: string | null } | null;
}

/**
 * By which texts of many tasks are shown, by their ids. One whose payload is beyond the limit, or whose arguments stand elsewhere,
 * shows none; the task's own page has them. Results that stand elsewhere are not looked into. A task that is gone has no redaction.
 */
export async function taskRedactions(context: Context, tasks: readonly Shown[]): Promise<Map<string, Redaction>> {
  if (tasks.length === 0) return new Map();
  const { rows } = await context.db.pool.query<Found>(
    `SELECT b.id, CASE WHEN t.id IS NOT NULL
        THEN json_build_object('callable', t.callable, 'args', t.args, 'kwargs', t.kwargs, 'result', t.result) END AS payload
    FROM (
      SELECT id, sum(octet_length(args) + octet_length(kwargs) + COALESCE(octet_length(result), 0)) OVER (ORDER BY id DESC) AS bytes
      FROM raydeck.task WHERE id = ANY ($1::uuid[])
    ) AS b LEFT JOIN raydeck.task AS t ON t.id = b.id AND b.bytes <= $2 AND t.args_ref IS NULL`,
    [tasks.map(({ id }) => id), payloadLimitBytes],
  );
  const profilesOf = new Map(tasks.map(({ id, profileIds }) => [id, profileIds]));
  const calls = rows.map(({ id, payload }) => ({
    ...(payload ?? nothing),
    place: taskPlace(id),
    profileIds: profilesOf.get(id) ?? [],
  }));
  const redactions = await redactionsOf(context, calls);
  return new Map(
    rows.flatMap(({ id, payload }, at) => {
      const redaction = redactions[at];
      if (!payload) redaction?.withhold();
      return redaction ? [[id, redaction] as const] : [];
    }),
  );
}

const nothing = { callable: '', args: '[]', kwargs: '{}', result: null };
