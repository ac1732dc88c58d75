import { RayError } from '../ray-error.ts';

/** The name under which Ray keeps a package and by which a runtime environment refers to it. */
export function packageUri(hash: string): string {
  return `gcs://${packageName(hash)}`;
}

/** The last part of the package endpoint's path. */
export function packageName(hash: string): string {
  if (!/^[0-9a-f]{16,128}$/.test(hash))
    throw new RayError('refused', 'A package is named by a hash in lower case hexadecimal.');
  return `_ray_pkg_${hash}.zip`;
}
