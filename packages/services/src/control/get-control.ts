import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';

/** What holds for all queues. */
export interface Control {
  /** Executions at once, over all queues; null: no limit. */
  concurrencyLimit: number | null;
  /** Places held; null when nothing limits them, for then nobody counts. */
  live: number | null;
  /** Nothing of any queue is claimed. */
  paused: boolean;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: Date | null;
  updatedAt: Date;
  updatedBy: string | null;
}

export async function getControl(context: Context): Promise<Control> {
  authorize(context, 'control.read');
  return readControl(context);
}

/** The same for whoever has just changed it. */
export async function readControl(context: Context): Promise<Control> {
  const { prisma } = context.db;
  // Not findUnique: of two at once Prisma makes one, by `in`, which it then refuses for a boolean.
  const { concurrencyLimit, updatedAt, updatedBy, paused, pausedReason, pausedBy, pausedAt } =
    await prisma.control.findFirstOrThrow();
  const counters = await prisma.limitCounter.findMany({ select: { live: true } });
  const live = counters.reduce((sum, counter) => sum + counter.live, 0);
  const shownReason = pausedReason && plainRedaction(context).text(pausedReason);
  const pause = { paused, pausedReason: shownReason, pausedBy, pausedAt };
  return { concurrencyLimit, live: concurrencyLimit === null ? null : live, ...pause, updatedAt, updatedBy };
}
