import type { RayHttp } from '../http/ray-http.ts';
import { RayError } from '../ray-error.ts';
import type { PackageContent } from './package-content.ts';
import { packageName } from './package-uri.ts';
import { checkPackageSize } from './package-size.ts';

const TIMEOUT_MS = 120_000;

/** Puts a package onto the cluster; a repeat changes nothing. Throws PRECONDITION from 100 MiB on. */
export async function uploadPackage(http: RayHttp, { hash, content }: PackageContent): Promise<void> {
  checkPackageSize(content.length);
  const path = `/api/packages/gcs/${packageName(hash)}`;
  const answer = await http.call({ method: 'PUT', path, body: content, timeoutMs: TIMEOUT_MS });
  if (answer.statusCode === 200) return;
  throw new RayError('refused', `Ray refused the package with ${answer.statusCode}.`, {
    statusCode: answer.statusCode,
  });
}
