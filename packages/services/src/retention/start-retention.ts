import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { sendHint } from '../send-hint.ts';
import { requestRetention } from './request-retention.ts';

export const RetentionStart = z.strictObject({ reason: reason.optional() });
export type RetentionStart = z.infer<typeof RetentionStart>;

/** Has the leader prune now, not at its next time. Twice: one run. A crash leaves it asked for or not. */
export async function startRetention(context: Context, input: RetentionStart = {}): Promise<{ id: string }> {
  authorizeWhole(context, 'retention.write');
  const { reason: why } = parseInput(RetentionStart, input);
  const id = await requestRetention(context.db, context.principal.id);
  await context.db.prisma.$transaction(async (tx) => {
    await audit(tx, context, { action: 'retention.run', targetType: 'control', targetId: 'retention', reason: why });
    await sendHint(tx, { errand: true });
  });
  return { id };
}
