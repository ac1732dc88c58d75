import { installJobs } from '@raydeck/jobs';
import { migrate } from '@raydeck/db';

/** Brings the database to this checkout's schema: our migrations, then those of the background jobs. Safe to repeat. */
export async function migrateDatabase(ownerUrl: string): Promise<string> {
  const applied = await migrate(ownerUrl);
  await installJobs(ownerUrl);
  return applied.length === 0 ? 'up to date' : `${applied.length} applied`;
}
