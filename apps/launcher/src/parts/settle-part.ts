import {
  findRunningServer,
  isRunning,
  postgresDataDir,
  stopProcessTree,
  type ProcessIdentity,
  type StopOptions,
} from '@raydeck/embedded';
import { findRun, removeRun, type Run } from '../state/run-file.ts';
import { markOf, type PartName, type StateFolder } from '../state/state-folder.ts';

/** The recorded process of a part if it lives. What a crash left of the part is ended. */
export async function settlePart(state: StateFolder, part: PartName): Promise<Run | undefined> {
  const run = findRun(state, part);
  if (run !== undefined && isRunning(run)) return run;
  await stopPart(state, part);
  return undefined;
}

/** Ends a part with all its offspring; returns how many processes there were. Safe to repeat. */
export async function stopPart(state: StateFolder, part: PartName): Promise<number> {
  const count = await stopProcessTree({ root: findRoot(state, part), mark: markOf(state, part), ...MANNERS[part] });
  removeRun(state, part);
  return count;
}

/** How each part wants to be asked, and how long it may take to finish what it is at. */
const MANNERS: Record<PartName, Pick<StopOptions, 'signal' | 'graceMs'>> = {
  postgres: { signal: 'SIGINT', graceMs: 20_000 },
  ray: { graceMs: 8_000 },
  worker: { graceMs: 12_000 },
  web: { graceMs: 5_000 },
};

function findRoot(state: StateFolder, part: PartName): ProcessIdentity | undefined {
  const run = findRun(state, part);
  if (run !== undefined && isRunning(run)) return run;
  // A launcher that was killed right after it started PostgreSQL had no time to write the pid down; PostgreSQL did.
  return part === 'postgres' ? findRunningServer(postgresDataDir(state.root))?.identity : undefined;
}
