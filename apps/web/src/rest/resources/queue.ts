import { QueueChange, QueueSettings } from '@raydeck/services/queue-settings';
import { z } from 'zod';
import { BoundedCount } from './operations.ts';
import { ReasonBody } from './task-body.ts';

const time = z.iso.datetime();

/** No pattern: a name that is junk names nothing, which is 404. */
export const nameParameters = z.strictObject({ name: z.string() });

export const QueueBody = QueueChange.extend(ReasonBody.shape).meta({
  id: 'QueueSettings',
  description: 'PUT takes what is left out as unset, PATCH as unchanged.',
});

export const PauseBody = z
  .strictObject({ reason: z.string().trim().min(1, 'must say why').max(500) })
  .meta({ id: 'Pause' });

export const Queue = QueueSettings.extend({
  name: z.string(),
  paused: z.boolean(),
  pausedReason: z.string().nullable(),
  pausedBy: z.string().nullable(),
  pausedAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
  queued: BoundedCount,
  due: BoundedCount,
  parked: BoundedCount.meta({ description: 'Wait for a free place of their concurrencyKey.' }),
  running: BoundedCount,
  oldestDueAt: time.nullable(),
  live: z.int().nullable().meta({ description: 'Places held; null when nothing limits the queue.' }),
}).meta({ id: 'Queue' });

export const Control = z
  .strictObject({
    concurrencyLimit: QueueSettings.shape.concurrencyLimit,
    live: z.int().nullable().meta({ description: 'Places held; null without a limit.' }),
    paused: z.boolean().meta({ description: 'Nothing of any queue is claimed.' }),
    pausedReason: z.string().nullable(),
    pausedBy: z.string().nullable(),
    pausedAt: time.nullable(),
    updatedAt: time,
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Control' });

export const ControlBody = z
  .strictObject({ concurrencyLimit: QueueSettings.shape.concurrencyLimit })
  .extend(ReasonBody.shape)
  .meta({ id: 'ControlSettings' });
