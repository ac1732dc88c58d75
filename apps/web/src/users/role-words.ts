import type { Role } from '@raydeck/core';

/** What each role is for, in a line. */
export const roleOptions: { value: Role; label: string; description: string }[] = [
  { value: 'VIEWER', label: 'VIEWER', description: 'looks' },
  { value: 'OPERATOR', label: 'OPERATOR', description: 'looks, enqueues, retries, cancels, pauses' },
  { value: 'ADMIN', label: 'ADMIN', description: 'all that, and people' },
];
