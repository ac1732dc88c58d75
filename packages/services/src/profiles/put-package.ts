import { RaydeckError } from '@raydeck/core';
import { checkPackage, packageLimitBytes } from '@raydeck/ray/check-package';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { packageHash } from './profile-settings.ts';
import { type CodePackage, storePackage } from './store-package.ts';

export { packageLimitBytes };

/**
 * Keeps a zip of code that a profile may then name, which is when it is audited: until then it changes nothing. Throws INVALID when it is no zip, leads out of its folder, unpacks to too
 * much, or has another hash; PRECONDITION when it is larger than Ray takes. Twice: the second finds it there.
 */
export async function putPackage(
  context: Context,
  { hash, content }: CodePackage,
): Promise<{ hash: string; sizeBytes: number; isNew: boolean }> {
  authorizeWhole(context, 'profile.write');
  parseInput(packageHash, hash);
  const actual = checkPackage(content);
  if (actual !== hash) {
    throw new RaydeckError('INVALID', `hash: is not the SHA-256 of the zip, which is ${actual}`, { path: 'hash' });
  }
  const sizeBytes = content.byteLength;
  const { isNew } = await storePackage(context.db, { hash, content });
  return { hash, sizeBytes, isNew };
}
