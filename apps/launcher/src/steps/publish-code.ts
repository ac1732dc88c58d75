import { zipDirectory } from '@raydeck/ray';
import { publishProfile } from '@raydeck/services';
import { withDatabase } from './with-database.ts';

const PROFILE = 'code';
const QUEUE = 'default';

/** Publishes a folder of functions and makes it what the default queue runs. Does nothing when it has not changed. */
export async function publishCode(appUrl: string, directory: string): Promise<string> {
  const { hash, content, fileCount } = await zipDirectory(directory);
  return withDatabase(appUrl, async (db) => {
    const { version, isNew } = await publishProfile(db, { name: PROFILE, code: { hash, content }, queue: QUEUE });
    return isNew ? `version ${version}, ${fileCount} files` : `unchanged, version ${version}`;
  });
}
