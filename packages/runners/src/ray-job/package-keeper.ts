import type { RayClient } from '@raydeck/ray';

/** Ray keeps an asked-for package for ten minutes without a user: well within, and still rarely asked. */
const ASK_AGAIN_MS = 60_000;

export interface PackageKeeperOptions {
  client: Pick<RayClient, 'hasPackage' | 'uploadPackage'>;
  /** Milliseconds of any clock that only goes forward. */
  now: () => number;
}

/** Makes sure that a package is on the cluster when a job is about to use it. */
export interface PackageKeeper {
  /**
   * `session` is the head's current one, `load` is called only when Ray does not have the package. Throws PRECONDITION when
   * the package is too large, UNAVAILABLE when Ray cannot be asked, and what `load` throws.
   */
  ensure(session: string, hash: string, load: () => Promise<Buffer>): Promise<void>;
}

/** Remembers by session what Ray was seen to have: a restart of the head loses all packages, and has a new session. */
export function createPackageKeeper({ client, now }: PackageKeeperOptions): PackageKeeper {
  const keptAtMs = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();

  async function put(key: string, hash: string, load: () => Promise<Buffer>): Promise<void> {
    const askedAtMs = now();
    if (!(await client.hasPackage(hash))) await client.uploadPackage({ hash, content: await load() });
    keptAtMs.set(key, askedAtMs);
  }

  return {
    async ensure(session, hash, load) {
      const key = `${session} ${hash}`;
      const isKept = (atMs: number | undefined) => atMs !== undefined && now() - atMs < ASK_AGAIN_MS;
      if (isKept(keptAtMs.get(key))) return;
      for (const [other, atMs] of keptAtMs) if (!isKept(atMs)) keptAtMs.delete(other);
      // A hundred megabytes are not to travel once for each of the tasks that wait for them.
      const running = underWay.get(key) ?? put(key, hash, load).finally(() => underWay.delete(key));
      underWay.set(key, running);
      await running;
    },
  };
}
