import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { apiKeyColumns, apiKeySummary, type ApiKeySummary } from './api-key-summary.ts';

/** All keys, the ones that are not revoked first, newest first; at most 1,000. */
export async function listApiKeys(context: Context): Promise<ApiKeySummary[]> {
  authorizeWhole(context, 'key.read');
  const rows = await context.db.prisma.apiKey.findMany({
    select: apiKeyColumns,
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
    take: 1_000,
  });
  return rows.map(apiKeySummary);
}
