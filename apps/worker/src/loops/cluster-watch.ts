import type { Emit, NodeOffer } from '@raydeck/core';
import { type Database, recordCluster, type SeenCluster } from '@raydeck/db';
import { createLoop, type Loop } from './loop.ts';

/** What the worker knows of its Ray cluster; the console reads what is written here and never dials Ray itself. */
export interface ClusterWatch extends Loop {
  /** Address and session to submit to; null while the cluster cannot be reached, or without one. */
  current(): { address: string; session: string } | null;
  /** Its nodes as they were last seen; null while it cannot be reached. */
  nodes(): readonly NodeOffer[] | null;
  /** Looks once, so that the first claim knows. */
  look(): Promise<number>;
}

/** A look at the cluster: what it is, and what it holds. Throws when it cannot be reached. */
export type LookAtCluster = () => Promise<{
  session: string;
  rayVersion: string;
  snapshot: { nodes: readonly NodeOffer[] };
}>;

const everyMs = 5_000;
/** Where nothing has changed but how busy the machines are, that is written down so often. */
const unchangedEveryMs = 30_000;
const machineLoad = /"machine(CpuPercent|MemoryUsedBytes)":[^,}]*/g;

export function createClusterWatch({
  db,
  emit,
  address,
  lookAt,
  onReachable,
}: {
  db: Database;
  emit: Emit;
  address: string | null;
  lookAt: LookAtCluster | null;
  onReachable: () => void;
}): ClusterWatch {
  let session: string | null = null;
  let nodes: readonly NodeOffer[] | null = null;
  let known: string | null = null;
  let written = { text: '', at: -Infinity };

  const tellChange = (now: string, reachable: boolean, detail: string | null): void => {
    if (known === now || address === null) return;
    known = now;
    emit({ type: 'cluster.changed', address, session, reachable, detail });
    if (reachable) onReachable();
  };

  const write = async (row: SeenCluster): Promise<void> => {
    const text = row.join('\n').replace(machineLoad, '');
    if (text === written.text && performance.now() - written.at < unchangedEveryMs) return;
    await db.run(recordCluster, row);
    written = { text, at: performance.now() };
  };

  const look = async (): Promise<number> => {
    if (address === null || lookAt === null) return everyMs;
    const seen = await lookAt().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (seen instanceof Error) {
      session = null;
      nodes = null;
      tellChange(`unreachable: ${seen.message}`, false, seen.message);
      await write([address, null, null, false, seen.message, null]);
      return everyMs;
    }
    session = seen.session;
    nodes = seen.snapshot.nodes;
    tellChange(seen.session, true, null);
    await write([address, seen.session, seen.rayVersion, true, null, JSON.stringify(seen.snapshot)]);
    return everyMs;
  };

  return {
    ...createLoop({ name: 'cluster-watch', round: look, emit }),
    current: () => (address !== null && session !== null ? { address, session } : null),
    nodes: () => nodes,
    look,
  };
}
