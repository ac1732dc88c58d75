import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { changeRetention } from '../retention/change-retention.ts';
import { readRetention } from '../retention/read-retention.ts';
import type { RetentionChange } from '../retention/retention-settings.ts';
import { below, type ConfigChange, differences } from './config-change.ts';
import { configReason } from './plan-queues.ts';

/** What is kept for another time than the file says. */
export async function planRetention(context: Context, wanted: RetentionChange | undefined): Promise<ConfigChange[]> {
  if (wanted === undefined) return [];
  authorizeWhole(context, 'retention.write');
  const before = await readRetention(context.db.prisma);
  const lines = differences('retention: ', { ...before }, { ...before, ...wanted });
  if (lines.length === 0) return [];
  const apply = () => below('retention', () => changeRetention(context, { ...wanted, reason: configReason }));
  return [{ lines, apply }];
}
