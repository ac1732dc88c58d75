import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { profileNotFound, requireProfileName } from './profile-not-found.ts';
import { type Profile, profileSummaryOf, summarised } from './profile-summary.ts';

/** A profile with its history. */
export interface ProfileHistory {
  name: string;
  /** The queues whose tasks run with it unless they name another. */
  queues: string[];
  /** The newest 50, newest first. */
  versions: Profile[];
}

/** Throws NOT_FOUND for a name that is none. */
export async function getProfile(context: Context, name: string): Promise<ProfileHistory> {
  authorizeWhole(context, 'profile.read');
  requireProfileName(name);
  const { prisma } = context.db;
  const [rows, queues] = await Promise.all([
    prisma.profile.findMany({ where: { name }, include: summarised, orderBy: { version: 'desc' }, take: 50 }),
    prisma.queue.findMany({ where: { profile: name }, select: { name: true }, orderBy: { name: 'asc' }, take: 1000 }),
  ]);
  if (rows.length === 0) throw profileNotFound(name);
  const redaction = plainRedaction(context);
  return {
    name,
    queues: queues.map((queue) => queue.name),
    versions: rows.map((row) => profileSummaryOf(row, redaction)),
  };
}
