import type { Scope } from '@raydeck/core';

/** What a scope lets a key do. */
export const scopeWords: Record<Scope, string> = {
  'tasks:read': 'see tasks, queues, workers and schedules',
  'tasks:write': 'enqueue tasks',
  'tasks:operate': 'cancel, retry and edit tasks; pause queues; set up schedules',
  admin: 'everything, people and keys included',
};
