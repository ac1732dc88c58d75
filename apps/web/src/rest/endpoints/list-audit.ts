import { AuditFilter, listAudit as list } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { AuditPage } from '../resources/administration.ts';
import { integerParameter, timeParameter } from '../resources/parameters.ts';

const { actor, action, targetType, targetId } = AuditFilter.shape;

export const listAudit = endpoint({
  method: 'GET',
  path: '/audit',
  operationId: 'listAudit',
  summary: 'Who did what, when and why, newest first',
  description: 'Follow nextCursor with the same filters until it is null. Payloads are never in it.',
  action: 'audit.read',
  query: z.strictObject({
    actor,
    action,
    targetType,
    targetId,
    after: timeParameter.optional(),
    before: timeParameter.optional(),
    limit: integerParameter(1, 200).optional().meta({ description: 'Default 50.' }),
    cursor: z.string().min(1).max(200).optional(),
  }),
  answers: { 200: { description: 'A page', schema: AuditPage } },
  run: async (context, { query: { limit = 50, cursor, ...filter } }) => ({
    status: 200,
    body: await list(context, { filter, limit, cursor }),
  }),
});
