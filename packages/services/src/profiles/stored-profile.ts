import { installers, type ProfileSource, type ProfileVersion } from '@raydeck/core';
import type { ProfileModel } from '@raydeck/db';
import { z } from 'zod';

/** All of a profile version as the table holds it, its secrets as ciphertexts. */
export interface StoredProfile extends ProfileVersion {
  djangoSettingsModule: string | null;
  /** Name → ciphertext. */
  secrets: Readonly<Record<string, string>>;
}

const Texts = z.record(z.string(), z.string());
const Installer = z.enum(installers).nullable();

export function storedProfileOf(row: ProfileModel): StoredProfile {
  const installer = Installer.parse(row.installer);
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    source: sourceOf(row),
    requirements: installer && { installer, packages: row.requirements },
    envVars: Texts.parse(row.envVars),
    secrets: Texts.parse(row.secrets),
    python: row.python,
    djangoSettingsModule: row.djangoSettingsModule,
  };
}

function sourceOf({ packageHash, sourceUri }: ProfileModel): ProfileSource {
  if (packageHash !== null) return { kind: 'package', hash: packageHash };
  return sourceUri === null ? { kind: 'image' } : { kind: 'uri', uri: sourceUri };
}
