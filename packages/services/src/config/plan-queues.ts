import { RaydeckError } from '@raydeck/core';
import type { Context } from '../context.ts';
import { authorizeQueue } from '../queues/authorize-queue.ts';
import { changeQueue } from '../queues/change-queue.ts';
import { namedProfiles, noProfile } from '../queues/named-profiles.ts';
import { pauseQueue } from '../queues/pause-queue.ts';
import { putQueue } from '../queues/put-queue.ts';
import { settingsOf } from '../queues/queue-columns.ts';
import { emptyQueue, type QueueSettings, settingsProblem, withChange } from '../queues/queue-settings.ts';
import { resumeQueue } from '../queues/resume-queue.ts';
import { below, type ConfigChange, differences } from './config-change.ts';
import type { RaydeckConfig } from './config-file.ts';

/** The reason of what is done by the file. */
export const configReason = 'raydeck.config.json';

type Entry = NonNullable<RaydeckConfig['queues']>[string];

/** What the queues of the file lack. `profiles` are there already or come first. */
export async function planQueues(
  context: Context,
  queues: RaydeckConfig['queues'] = {},
  profiles: ReadonlySet<string>,
): Promise<ConfigChange[]> {
  const changes: ConfigChange[] = [];
  for (const [name, entry] of Object.entries(queues)) {
    const path = `queues.${name}`;
    const change = await below(path, () => planQueue(context, name, entry, profiles));
    if (change) changes.push({ ...change, apply: () => below(path, change.apply) });
  }
  return changes;
}

async function planQueue(
  context: Context,
  name: string,
  { paused, ...change }: Entry,
  profiles: ReadonlySet<string>,
): Promise<ConfigChange | null> {
  authorizeQueue(context, 'queue.write', name);
  const row = await context.db.prisma.queue.findUnique({ where: { name } });
  const before = row ? settingsOf(row) : emptyQueue;
  const after = withChange(before, change);
  requireSound(after, profiles);
  const isPaused = row?.paused ?? false;
  const lines = differences(
    `queue ${name}: `,
    { ...before, paused: isPaused },
    { ...after, paused: paused ?? isPaused },
  );
  if (row && lines.length === 0) return null;
  const write = row
    ? () => changeQueue(context, { name, change, reason: configReason })
    : () => putQueue(context, { name, settings: change, reason: configReason });
  const turn = paused === undefined || paused === isPaused ? null : paused ? pauseQueue : resumeQueue;
  return {
    lines: row ? lines : [`queue ${name}: new`, ...lines],
    apply: async () => {
      await write();
      await turn?.(context, { name, reason: configReason });
    },
  };
}

function requireSound(settings: QueueSettings, profiles: ReadonlySet<string>): void {
  const found = settingsProblem(settings);
  if (found) throw new RaydeckError('INVALID', `${found.path}: ${found.problem}`, { path: found.path });
  const absent = namedProfiles(settings).find(({ name }) => !profiles.has(name));
  if (absent) throw noProfile(absent.name, absent.path);
}
