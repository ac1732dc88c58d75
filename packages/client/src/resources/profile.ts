import type { Time } from './task.ts';

/** Where user code comes from: it is in the image, was uploaded as a package, or lies at a git or S3 URI. */
export type ProfileSource = { kind: 'image' } | { kind: 'package'; hash: string } | { kind: 'uri'; uri: string };

/** What Ray installs before the task starts. */
export interface Requirements {
  installer: 'pip' | 'uv';
  packages: string[];
}

/** What a profile is told. Each change makes a version. */
export interface ProfileSettings {
  source: ProfileSource;
  requirements?: Requirements | null;
  envVars?: Record<string, string>;
  /** Encrypted, and shown by name only. `true` keeps the earlier version's value. */
  secrets?: Record<string, string | true>;
  /** The Python command; null is the cluster's own. */
  python?: string | null;
  djangoSettingsModule?: string | null;
}

/** A version of a named runtime environment. */
export interface Profile {
  name: string;
  version: number;
  source: { kind: 'image' } | { kind: 'package'; hash: string; sizeBytes: number } | { kind: 'uri'; uri: string };
  requirements: Requirements | null;
  envVars: Record<string, string>;
  secretNames: string[];
  python: string | null;
  djangoSettingsModule: string | null;
  createdBy: string;
  createdAt: Time;
  reason: string | null;
}

/** A profile with its history. */
export interface ProfileHistory {
  name: string;
  /** The queues whose tasks run with it. */
  queues: string[];
  /** The newest 50, newest first. */
  versions: Profile[];
}

/** `isNew` is false when nothing differed from the newest version. */
export interface PutProfile {
  name: string;
  version: number;
  isNew: boolean;
}

/** One difference between two versions; of secrets only "set" and "changed". */
export interface ProfileChange {
  path: string;
  before: string | string[] | null;
  after: string | string[] | null;
}

/** A package of code as the server holds it. */
export interface StoredPackage {
  hash: string;
  sizeBytes: number;
}
