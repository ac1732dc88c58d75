import type { Http } from './http/http.ts';
import { path } from './http/path.ts';
import { writeJson } from './json/write-json.ts';
import type { CallOptions } from './options.ts';
import type { CatalogueItem, NewCatalogueEntry } from './resources/catalogue.ts';
import type {
  Profile,
  ProfileChange,
  ProfileHistory,
  ProfileSettings,
  PutProfile,
  StoredPackage,
} from './resources/profile.ts';
import type { ReasonOptions } from './tasks.ts';

/** For administrators and keys with the scope `admin`; all others get FORBIDDEN. */
export interface ProfileCalls {
  /** The current version of each. */
  list: (options?: CallOptions) => Promise<Profile[]>;
  get: (name: string, options?: CallOptions) => Promise<ProfileHistory>;
  version: (name: string, version: number, options?: CallOptions) => Promise<Profile>;
  /** What differs between two versions. */
  diff: (name: string, versions: { from: number; to: number }, options?: CallOptions) => Promise<ProfileChange[]>;
  /** Makes a version, unless nothing differs from the newest one. */
  put: (name: string, settings: ProfileSettings, options?: ReasonOptions) => Promise<PutProfile>;
  /**
   * Uploads a zip of code, below 100 MiB; `hash` is the SHA-256 of its bytes in lower-case hexadecimal. A repeat changes
   * nothing. Code is published by a profile whose source names the hash.
   */
  uploadPackage: (code: { hash: string; content: Uint8Array }, options?: CallOptions) => Promise<StoredPackage>;
  /**
   * Enqueues a task that does nothing but say what it finds, with this profile: follow its logs to see the environment set
   * up. On this queue, else on the first that uses the profile, else on `default`. Never tried again by itself, but for an
   * answer of 429.
   */
  test: (name: string, options?: CallOptions & { queue?: string }) => Promise<{ taskId: string }>;
  /** Says what a version's code offers; from then on arguments are checked at enqueue. */
  putCatalogue: (
    name: string,
    version: number,
    entries: readonly NewCatalogueEntry[],
    options?: CallOptions,
  ) => Promise<{ count: number }>;
}

export interface CatalogueCalls {
  /** The callables of all profiles' current versions that the key reaches, by profile and path; 5,000 at most. */
  catalogue: (filter?: { profile?: string; callable?: string }, options?: CallOptions) => Promise<CatalogueItem[]>;
}

/** A package of 100 MiB through a slow line. */
const uploadTimeoutMs = 300_000;

export function profileCalls(http: Http): ProfileCalls {
  return {
    list: async (options) =>
      (await http.json<{ items: Profile[] }>({ method: 'GET', path: '/profiles' }, options)).items,
    get: async (name, options) => http.json({ method: 'GET', path: path`/profiles/${name}` }, options),
    version: async (name, version, options) =>
      http.json({ method: 'GET', path: path`/profiles/${name}/versions/${version}` }, options),
    diff: async (name, { from, to }, options) => {
      const call = { method: 'GET', path: path`/profiles/${name}/diff`, query: { from, to } } as const;
      return (await http.json<{ changes: ProfileChange[] }>(call, options)).changes;
    },
    put: async (name, settings, { reason, ...options } = {}) =>
      http.json({ method: 'PUT', path: path`/profiles/${name}`, body: writeJson({ ...settings, reason }) }, options),
    uploadPackage: async ({ hash, content }, options) => {
      const body = { bytes: plainBytes(content), type: 'application/zip' };
      const call = { method: 'PUT', path: path`/packages/${hash}`, body } as const;
      return http.json(call, { timeoutMs: uploadTimeoutMs, ...options });
    },
    test: async (name, options) =>
      http.json({ method: 'POST', path: path`/profiles/${name}/test`, body: '{}' }, options),
    putCatalogue: async (name, version, entries, options) => {
      const target = path`/profiles/${name}/versions/${version}/catalogue`;
      return http.json({ method: 'PUT', path: target, body: writeJson({ entries }) }, options);
    },
  };
}

export function catalogueCalls(http: Http): CatalogueCalls {
  return {
    catalogue: async (filter = {}, options) =>
      (await http.json<{ items: CatalogueItem[] }>({ method: 'GET', path: '/catalogue', query: filter }, options))
        .items,
  };
}

/** fetch takes no memory that threads share; that is copied. */
function plainBytes(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = content;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(content);
}
