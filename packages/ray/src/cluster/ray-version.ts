import { z } from 'zod';
import type { RayHttp } from '../http/ray-http.ts';
import { RayError } from '../ray-error.ts';

/** The first Ray with token authentication, and without CVE-2025-62593. */
const OLDEST = [2, 52] as const;

const VersionAnswer = z.object({ ray_version: z.string(), session_name: z.string() });

export interface RayVersion {
  /** Such as `2.59.0`. */
  rayVersion: string;
  /** Name of the head's session: another one after each restart of the head. */
  session: string;
}

/** Who answers there. Also answers when the GCS is dead. Throws PRECONDITION for a Ray older than 2.52. */
export async function getRayVersion(http: RayHttp): Promise<RayVersion> {
  const answer = await http.getJson('/api/version', VersionAnswer);
  if (isTooOld(answer.ray_version)) {
    throw new RayError(
      'not_ray',
      `Ray at ${http.address} is ${answer.ray_version}; Raydeck needs ${OLDEST.join('.')} or newer, which has token authentication.`,
    );
  }
  return { rayVersion: answer.ray_version, session: answer.session_name };
}

/** Only what starts like a release can be too old: nightly builds (`3.0.0.dev0`) pass. */
function isTooOld(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
}
