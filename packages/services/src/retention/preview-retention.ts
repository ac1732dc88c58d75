import { type KeepDays, retentionEveryMinutes } from '@raydeck/core';
import { countPrunable, finishedLanes } from '@raydeck/db';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { type BoundedCount, boundedCount } from '../reading/bounded-count.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { firstUuidAt } from '../reading/uuid.ts';
import { keepSeconds, type Lane, listLanes } from './prunable-lanes.ts';
import { readRetention } from './read-retention.ts';

/** What a run would delete now; some of it may stay, as what others hold at that moment. */
export interface RetentionPreview {
  items: (Lane & { due: BoundedCount })[];
  /** Lanes beyond these are not counted: the counting has a budget. */
  isPartial: boolean;
  audit: { keepDays: KeepDays; due: BoundedCount };
  pinned: BoundedCount;
  nextRunAt: Date;
}

/** A count stops here. */
const countLimit = 500_000;
const pinnedLimit = 10_000;

/** All counts together have so long. */
const budgetMs = 4_000;
const everyMs = retentionEveryMinutes * 60_000;

/** A dry run: nothing is deleted or locked. Counts by the index that pruning walks, each up to a limit. */
export async function previewRetention(context: Context): Promise<RetentionPreview> {
  authorizeWhole(context, 'retention.read');
  const { db } = context;
  const auditKeep = (await readRetention(db.prisma)).auditDays;
  return boundedRead(db, async (query) => {
    const until = performance.now() + budgetMs;
    const lanes = await listLanes(
      db,
      await query<{ queue: string; state: string; oldestAt: Date }>(finishedLanes.text),
    );
    const items: RetentionPreview['items'] = [];
    for (const lane of lanes) {
      if (performance.now() > until) break;
      const seconds = keepSeconds(lane.keepDays);
      const [row] =
        seconds === null
          ? []
          : await query<{ count: number }>(countPrunable.text, [lane.queue, lane.state, seconds, countLimit + 1]);
      items.push({ ...lane, due: boundedCount(row?.count ?? 0, countLimit) });
    }
    const auditSeconds = keepSeconds(auditKeep);
    const [audit] = auditSeconds === null ? [] : await query<{ count: number }>(auditText, auditValues(auditSeconds));
    const [pinned] = await query<{ count: number }>(pinnedText);
    return {
      items,
      isPartial: items.length < lanes.length,
      audit: { keepDays: auditKeep, due: boundedCount(audit?.count ?? 0, countLimit) },
      pinned: boundedCount(pinned?.count ?? 0, pinnedLimit),
      nextRunAt: new Date((Math.floor(Date.now() / everyMs) + 1) * everyMs),
    };
  });
}

const auditText = `SELECT count(*)::integer AS count FROM (
  SELECT FROM raydeck.audit_log WHERE id < $1::uuid LIMIT ${countLimit + 1}) AS a`;

/** Ids are made with their time. */
function auditValues(seconds: number): string[] {
  return [firstUuidAt(new Date(Date.now() - seconds * 1000))];
}

const pinnedText = `SELECT count(*)::integer AS count FROM (
  SELECT FROM raydeck.task WHERE pinned LIMIT ${pinnedLimit + 1}) AS t`;
