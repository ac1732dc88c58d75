import type { Role } from '@raydeck/core';

/** A person as lists and audit rows show them: never the password's hash. */
export interface UserSummary {
  id: string;
  email: string;
  name: string;
  role: Role;
  canViewPayload: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  lastSignInAt: Date | null;
}

/** The columns of a summary, for Prisma's `select`. */
export const userSummaryColumns = {
  id: true,
  email: true,
  name: true,
  role: true,
  canViewPayload: true,
  disabledAt: true,
  createdAt: true,
  lastSignInAt: true,
} as const;

/** What the audit log keeps of a person. */
export function auditedUser(user: UserSummary): {
  email: string;
  name: string;
  role: Role;
  canViewPayload: boolean;
  disabled: boolean;
} {
  const { email, name, role, canViewPayload, disabledAt } = user;
  return { email, name, role, canViewPayload, disabled: disabledAt !== null };
}
