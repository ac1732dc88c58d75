import { randomUUID } from 'node:crypto';
import { type CoreEntry, gatewayEnded } from './core-entry.ts';
import { laneOf } from './lane-of.ts';
import type { RayCoreRunnerOptions } from './ray-core-runner-options.ts';

/** What is told a gateway of some entries, and what becomes of those that are not to be told. */
export interface Frame {
  tasks: { entry: CoreEntry; sizeBytes: number; priority: number; task: unknown }[];
  /** Of the tasks' lanes those that the gateway does not know. */
  lanes: Record<string, object>;
  /** They have moved meanwhile: there is nothing to hand over. */
  moved: CoreEntry[];
  /** They may have begun in a gateway that has ended. */
  doubtful: CoreEntry[];
  refused: { entry: CoreEntry; error: unknown }[];
}

type Needed = Pick<RayCoreRunnerOptions, 'load' | 'lanes' | 'ensurePackage' | 'tokenFor'>;

/** Reads the calls of `entries` and puts them as a gateway takes them (docs/gateway-protocol.md). Throws what `load` throws. */
export async function prepareFrame(
  entries: readonly CoreEntry[],
  knownLanes: ReadonlySet<string>,
  options: Needed,
): Promise<Frame> {
  const wanted = entries.map(({ attemptId, charge }) => ({ attemptId, claimed: charge?.claimed ?? null }));
  const found = new Map((await options.load(wanted)).map((one) => [one.call.attemptId, one]));
  const frame: Frame = { tasks: [], lanes: {}, moved: [], doubtful: [], refused: [] };
  for (const entry of entries) {
    const { charge, attemptId } = entry;
    const read = found.get(attemptId);
    if (!read || !charge) {
      frame.moved.push(entry);
      continue;
    }
    if (read.isDoubtful && !charge.isFresh) {
      frame.doubtful.push(entry);
      continue;
    }
    try {
      const lane = laneOf(charge.profile, charge.resources, options.lanes);
      if (charge.profile) await options.ensurePackage(charge.profile);
      if (!knownLanes.has(lane.key)) frame.lanes[lane.key] = lane.spec;
      const executionId = randomUUID();
      const sessionToken = options.tokenFor(attemptId, executionId);
      const body = JSON.stringify({ ...read.call, executionId, sessionToken });
      const task = [attemptId, lane.key, read.call.callable, executionId, body];
      frame.tasks.push({ entry, sizeBytes: body.length, priority: read.call.priority, task });
    } catch (error) {
      frame.refused.push({ entry, error });
    }
  }
  return frame;
}

/** What is to be judged of a doubtful one. */
export const begunElsewhere = gatewayEnded('the gateway of that time has ended, and may have begun it.');
