import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { apiKeyColumns, apiKeySummary, type ApiKeySummary } from './api-key-summary.ts';

/** Throws NOT_FOUND. */
export async function getApiKey(context: Context, id: string): Promise<ApiKeySummary> {
  authorizeWhole(context, 'key.read');
  const where = { id: requireUuid(id, 'key') };
  const row = await context.db.prisma.apiKey.findUnique({ where, select: apiKeyColumns });
  if (!row) throw notFound('key');
  return apiKeySummary(row);
}
