import { type Retention, retentionEveryMinutes } from '@raydeck/core';
import type { RetentionRunModel } from '@raydeck/db';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { readRetention } from './read-retention.ts';

/** A pruning run, under way or ended. */
export interface RetentionRun {
  id: string;
  requestedAt: Date;
  requestedBy: string;
  startedAt: Date | null;
  finishedAt: Date | null;
  tasks: number;
  attempts: number;
  events: number;
  auditRows: number;
  storedObjects: number;
  batches: number;
  longestMs: number;
  isCut: boolean;
  error: string | null;
}

export interface RetentionState {
  settings: Retention;
  /** Newest first. */
  runs: RetentionRun[];
  nextRunAt: Date;
  /** Objects outside the database whose rows are gone and that are not deleted yet. */
  storedWaiting: number;
}

const runsShown = 20;
const everyMs = retentionEveryMinutes * 60_000;

/** What is kept for how long, and what the last runs came to. Not for keys with a limited reach: it is about everything. */
export async function getRetention(context: Context): Promise<RetentionState> {
  authorizeWhole(context, 'retention.read');
  const { prisma } = context.db;
  const runs = await prisma.retentionRun.findMany({ orderBy: { id: 'desc' }, take: runsShown });
  return {
    settings: await readRetention(prisma),
    runs: runs.map(runOf),
    nextRunAt: new Date((Math.floor(Date.now() / everyMs) + 1) * everyMs),
    storedWaiting: await prisma.storedDeletion.count({ take: 10_000 }),
  };
}

function runOf({ tasks, attempts, events, auditRows, storedObjects, ...rest }: RetentionRunModel): RetentionRun {
  const counts = { tasks, attempts, events, auditRows, storedObjects };
  const numbers = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)]));
  return { ...rest, ...(numbers as Record<keyof typeof counts, number>) };
}
