import { RaydeckError } from '@raydeck/core';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { changeControl } from '../control/change-control.ts';
import { type ConfigChange, differences } from './config-change.ts';
import type { RaydeckConfig } from './config-file.ts';
import { type PackageOf, planProfiles } from './plan-profiles.ts';
import { configReason, planQueues } from './plan-queues.ts';
import { planRetention } from './plan-retention.ts';
import { planSchedules } from './plan-schedules.ts';

export interface ConfigOptions {
  /** Only tells what would change. */
  dryRun: boolean;
  packageOf: PackageOf;
}

/** Whoever does the same at once gets some parts first, and this one looks again: so often at most. */
const rounds = 10;

/**
 * Makes the installation what the file says, and returns a line for each difference. Deletes nothing. Each part is one
 * transaction, with its audit rows; what another part needs comes first. Twice, also at once: the second finds nothing to do. A
 * crash, or a part that is refused, leaves the parts before it: the next time goes on. Throws with the path in the file.
 */
export async function applyConfig(
  context: Context,
  config: RaydeckConfig,
  { dryRun, packageOf }: ConfigOptions,
): Promise<string[]> {
  const lines: string[] = [];
  for (let round = 1; ; round += 1) {
    const changes = await plan(context, config, packageOf);
    if (dryRun) return changes.flatMap((change) => change.lines);
    try {
      for (const change of changes) {
        await change.apply();
        lines.push(...change.lines);
      }
      return lines;
    } catch (error) {
      if (!(error instanceof RaydeckError) || error.code !== 'CONFLICT' || round === rounds) throw error;
    }
  }
}

async function plan(context: Context, config: RaydeckConfig, packageOf: PackageOf): Promise<ConfigChange[]> {
  const { prisma } = context.db;
  const profileNames = await prisma.profile.findMany({ distinct: ['name'], select: { name: true } });
  const queueNames = await prisma.queue.findMany({ select: { name: true } });
  const profiles = namesOf(profileNames, config.profiles);
  const queues = namesOf(queueNames, config.queues);
  return [
    ...(await planControl(context, config.concurrencyLimit)),
    ...(await planRetention(context, config.retention)),
    ...(await planProfiles(context, config.profiles, packageOf)),
    ...(await planQueues(context, config.queues, profiles)),
    ...(await planSchedules(context, config.schedules, { queues, profiles })),
  ];
}

function namesOf(rows: readonly { name: string }[], entries: object = {}): ReadonlySet<string> {
  return new Set([...rows.map(({ name }) => name), ...Object.keys(entries)]);
}

async function planControl(context: Context, wanted: RaydeckConfig['concurrencyLimit']): Promise<ConfigChange[]> {
  if (wanted === undefined) return [];
  authorizeWhole(context, 'control.write');
  const { concurrencyLimit } = await context.db.prisma.control.findFirstOrThrow();
  const lines = differences('', { concurrencyLimit }, { concurrencyLimit: wanted });
  if (lines.length === 0) return [];
  return [{ lines, apply: () => changeControl(context, { concurrencyLimit: wanted, reason: configReason }) }];
}
