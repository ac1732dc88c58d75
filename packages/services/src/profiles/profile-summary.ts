import type { Redaction } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { profileShown } from './profile-shown.ts';
import { storedProfileOf } from './stored-profile.ts';

/** A version of a profile for people: its secrets by name only. */
export interface Profile {
  name: string;
  version: number;
  source: { kind: 'image' } | { kind: 'package'; hash: string; sizeBytes: number } | { kind: 'uri'; uri: string };
  requirements: { installer: 'pip' | 'uv'; packages: readonly string[] } | null;
  envVars: Readonly<Record<string, string>>;
  secretNames: string[];
  python: string | null;
  djangoSettingsModule: string | null;
  createdBy: string;
  createdAt: Date;
  reason: string | null;
}

/** What of the row and its package a summary is made of; never the package's content. */
export const summarised = { package: { select: { sizeBytes: true } } } as const satisfies Prisma.ProfileInclude;

export function profileSummaryOf(
  row: Prisma.ProfileGetPayload<{ include: typeof summarised }>,
  redaction: Redaction,
): Profile {
  const { id: _id, secrets, source, ...stored } = profileShown(storedProfileOf(row), redaction);
  const sizeBytes = row.package?.sizeBytes ?? 0;
  return {
    ...stored,
    source: source.kind === 'package' ? { ...source, sizeBytes } : source,
    secretNames: Object.keys(secrets).toSorted(),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    reason: row.reason && redaction.text(row.reason),
  };
}
