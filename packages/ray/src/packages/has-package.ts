import type { RayHttp } from '../http/ray-http.ts';
import { packageName } from './package-uri.ts';

/**
 * Whether the cluster holds a package. The question itself makes Ray keep it for ten minutes more; without one, and
 * without a job that uses it, Ray throws it away. A restart of the head loses all of them.
 */
export async function hasPackage(http: RayHttp, hash: string): Promise<boolean> {
  const answer = await http.get(`/api/packages/gcs/${packageName(hash)}`);
  return answer.statusCode === 200;
}
