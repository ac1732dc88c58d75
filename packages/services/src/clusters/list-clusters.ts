import type { ClusterModel } from '@raydeck/db';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';

/** The Ray clusters as the workers last saw them, the most recently checked first. */
export async function listClusters(context: Context): Promise<ClusterModel[]> {
  authorize(context, 'cluster.read');
  return readClusters(context);
}

/** The same for whoever has just changed one. */
export async function readClusters(context: Context): Promise<ClusterModel[]> {
  const rows = await context.db.prisma.cluster.findMany({ orderBy: { checkedAt: 'desc' }, take: 100 });
  const redaction = plainRedaction(context);
  return rows.map((row) => ({
    ...row,
    error: row.error && redaction.text(row.error),
    drainedReason: row.drainedReason && redaction.text(row.drainedReason),
  }));
}
