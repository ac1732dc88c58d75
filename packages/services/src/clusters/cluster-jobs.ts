import { isUuid, notFound, requireUuid } from '../reading/uuid.ts';
import type { ClusterJobModel } from '@raydeck/db';
import { z } from 'zod';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { parameter } from '../reading/reach.ts';
import { plainRedaction } from '../redaction/redactions.ts';

export const jobStatuses = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'STOPPED'] as const;
export const jobSorts = ['newest', 'oldest', 'longest', 'name'] as const;

const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), 'must be well-formed text without NUL');

export const ClusterJobFilter = z.strictObject({
  status: z.enum(jobStatuses).optional(),
  /** Whether this installation submitted them. */
  ours: z.boolean().optional(),
  /** Part of the id, and with payload permission of the entrypoint. */
  search: text(200).optional(),
  sort: z.enum(jobSorts).default('newest'),
});
export type ClusterJobFilter = z.input<typeof ClusterJobFilter>;

/** A job of a cluster as a worker last saw it. Foreign words (entrypoint, message, metadata, output) take payload permission. */
export type ClusterJob = Omit<
  ClusterJobModel,
  'entrypoint' | 'metadata' | 'logTail' | 'logAt' | 'firstSeenAt' | 'seenAt'
> & {
  entrypoint: string | null;
  metadata: Record<string, string> | null;
};

export interface ClusterJobPage {
  items: ClusterJob[];
  nextCursor: string | null;
}

/** What a list is ordered by; ids break ties, and follow the time at which jobs were first seen. */
const orders: Record<(typeof jobSorts)[number], { by: string; direction: 'ASC' | 'DESC' }> = {
  newest: { by: `COALESCE(j.started_at, j.first_seen_at)`, direction: 'DESC' },
  oldest: { by: `COALESCE(j.started_at, j.first_seen_at)`, direction: 'ASC' },
  longest: {
    by: `COALESCE(j.ended_at, j.gone_at, now()) - COALESCE(j.started_at, j.first_seen_at)`,
    direction: 'DESC',
  },
  name: { by: `j.key`, direction: 'ASC' },
};

/**
 * All jobs of all clusters, by keyset on what they are sorted by. There are as many as Ray lists and the retention keeps: UNAVAILABLE
 * when a search through them takes longer than 5 seconds. A key with a limited reach sees none: they are everybody's.
 */
export async function listClusterJobs(
  context: Context,
  input: { filter?: ClusterJobFilter; limit: number; cursor?: string | undefined },
): Promise<ClusterJobPage> {
  authorizeWhole(context, 'cluster.read');
  const filter = parseInput(ClusterJobFilter, input.filter ?? {});
  const { limit } = input;
  const scope = await cursorScope(context.db, 'cluster-jobs', filter);
  const after = input.cursor ? readCursor(scope, input.cursor) : null;
  const values: unknown[] = [];
  const statement = pageText(context, { filter, after, limit: limit + 1 }, values);
  const ids = await boundedRead(context.db, (query) => query<{ id: string }>(statement, values));
  const rows = await context.db.prisma.clusterJob.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = ids.slice(0, limit).flatMap(({ id }) => byId.get(id) ?? []);
  const last = ids.at(limit - 1);
  return {
    items: items.map((row) => shown(context, row)),
    nextCursor: ids.length > limit && last ? writeCursor(scope, last.id) : null,
  };
}

/** One of them, with the end of its output. Throws NOT_FOUND. */
export async function getClusterJob(context: Context, id: string): Promise<ClusterJob & { logTail: string | null }> {
  authorizeWhole(context, 'cluster.read');
  const row = await context.db.prisma.clusterJob.findUnique({ where: { id: requireUuid(id, 'job') } });
  if (!row) throw notFound('job');
  const log = context.principal.canViewPayload ? row.logTail : null;
  return { ...shown(context, row), logTail: log && plainRedaction(context).text(log) };
}

function pageText(
  { principal }: Context,
  { filter, after, limit }: { filter: z.output<typeof ClusterJobFilter>; after: string | null; limit: number },
  values: unknown[],
): string {
  const { status, ours, search, sort } = filter;
  const { by, direction } = orders[sort];
  const conditions = ['true'];
  if (status !== undefined) conditions.push(`j.status = ${parameter(values, status)}`);
  if (ours !== undefined) conditions.push(`j.attempt_id IS ${ours ? 'NOT NULL' : 'NULL'}`);
  if (search !== undefined) {
    const sought = `'%' || ${parameter(values, search.replaceAll(/[\\%_]/g, String.raw`\$&`))} || '%'`;
    const inIds = `j.key ILIKE ${sought} OR j.job_id ILIKE ${sought}`;
    conditions.push(`(${inIds}${principal.canViewPayload ? ` OR j.entrypoint ILIKE ${sought}` : ''})`);
  }
  if (after !== null && isUuid(after)) {
    const than = direction === 'DESC' ? '<' : '>';
    const last = `(SELECT ${by}, j.id FROM raydeck.cluster_job AS j WHERE j.id = ${parameter(values, after)}::uuid)`;
    conditions.push(`(${by}, j.id) ${than} ${last}`);
  }
  return `SELECT j.id FROM raydeck.cluster_job AS j WHERE ${conditions.join(' AND ')}
    ORDER BY ${by} ${direction}, j.id ${direction} LIMIT ${limit}`;
}

function shown(context: Context, row: ClusterJobModel): ClusterJob {
  const { logTail: _log, logAt: _at, firstSeenAt: _first, seenAt: _seen, entrypoint, message, metadata, ...rest } = row;
  if (!context.principal.canViewPayload) return { ...rest, entrypoint: null, message: null, metadata: null };
  const redaction = plainRedaction(context);
  return {
    ...rest,
    entrypoint: redaction.text(entrypoint),
    message: message && redaction.text(message),
    metadata: redaction.value(z.record(z.string(), z.string()).catch({}).parse(metadata)),
  };
}
