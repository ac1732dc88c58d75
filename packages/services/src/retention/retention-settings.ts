import { z } from 'zod';

// No import of the database here: the console's forms check by these schemas in the browser.

const rule = 'must be a number of days from 0.01 to 36500, or "forever"';

/** How long something is kept. */
export const KeepDays = z.union([z.number().min(0.01).max(36_500), z.literal('forever')], rule).meta({
  id: 'KeepDays',
  description: 'Days, a part of one too; or for ever.',
});

const taskSettings = {
  succeededDays: KeepDays.exactOptional(),
  failedDays: KeepDays.exactOptional(),
  canceledDays: KeepDays.exactOptional(),
};

/** How long a queue's finished tasks are kept; what is left out is as the installation says. */
export const QueueRetention = z.strictObject(taskSettings).meta({
  id: 'QueueRetention',
  description: 'How long finished tasks are kept. What is left out is as the installation says.',
});
export type QueueRetention = z.infer<typeof QueueRetention>;

/** The same for all queues; what is left out stays as it is. */
export const RetentionChange = z.strictObject({ ...taskSettings, auditDays: auditDays().exactOptional() });
export type RetentionChange = z.infer<typeof RetentionChange>;

/** The database refuses to delete younger audit rows. */
function auditDays() {
  const auditRule = 'must be a number of days from 30 to 36500, or "forever"';
  return z.union([z.number().min(30).max(36_500), z.literal('forever')], auditRule);
}
