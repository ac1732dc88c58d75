import { type Scope, scopes } from '@raydeck/core';
import { z } from 'zod';

/** A key as lists and audit rows show it: never its secret, nor the secret's hash. */
export interface ApiKeySummary {
  id: string;
  name: string;
  /** The part of its text that may be shown: `rdk_<prefix>_…`. */
  prefix: string;
  scopes: Scope[];
  queues: string[];
  callables: string[];
  ownTasksOnly: boolean;
  canViewPayload: boolean;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** The columns of a summary, for Prisma's `select`. */
export const apiKeyColumns = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  queues: true,
  callables: true,
  ownTasksOnly: true,
  canViewPayload: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

const Scopes = z.array(z.enum(scopes));

export function apiKeySummary(row: Omit<ApiKeySummary, 'scopes'> & { scopes: string[] }): ApiKeySummary {
  return { ...row, scopes: Scopes.parse(row.scopes) };
}
