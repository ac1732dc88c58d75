import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';

/** What holds for all queues. */
export interface Control {
  /** Executions at once, over all queues; null: no limit. */
  concurrencyLimit: number | null;
  /** Places held; null when nothing limits them, for then nobody counts. */
  live: number | null;
  updatedAt: Date;
  updatedBy: string | null;
}

export async function getControl(context: Context): Promise<Control> {
  authorize(context, 'control.read');
  const { prisma } = context.db;
  const { concurrencyLimit, updatedAt, updatedBy } = await prisma.control.findUniqueOrThrow({
    where: { singleton: true },
  });
  const counters = await prisma.limitCounter.findMany({ select: { live: true } });
  const live = counters.reduce((sum, counter) => sum + counter.live, 0);
  return { concurrencyLimit, live: concurrencyLimit === null ? null : live, updatedAt, updatedBy };
}
