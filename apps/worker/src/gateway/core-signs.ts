import { type Emit, RaydeckError } from '@raydeck/core';
import type { CoreStarted } from '@raydeck/runners';
import { type AttemptContext, recordHeartbeat, writeCoreStarts } from '@raydeck/services';
import { HeartbeatMessage } from '../attempt-api/messages.ts';

/** Writes down what gateways tell of tasks that go on: their starts, many at once, and their signs of life. */
export interface CoreSigns {
  started(one: CoreStarted): void;
  /** At once; rejects when it could not be written. */
  write(group: readonly CoreStarted[]): Promise<void>;
  /** Resolves when it is written, or cannot be. */
  beat(attemptId: string, body: unknown): Promise<void>;
}

export interface CoreSignsOptions {
  attempts: AttemptContext;
  /** Who this worker is now. */
  workerId: () => string;
  emit: Emit;
  onStarted: () => void;
}

const gatherMs = 25;

export function createCoreSigns({ attempts, workerId, emit, onStarted }: CoreSignsOptions): CoreSigns {
  let starts: (CoreStarted & { heardAt: number })[] = [];
  let timer: NodeJS.Timeout | null = null;

  const failed = (error: unknown): void => {
    emit({
      type: 'loop.failed',
      loop: 'core-signs',
      error: error instanceof Error ? error.message : String(error),
      nextMs: 0,
    });
  };

  const write = async (group: readonly CoreStarted[]): Promise<void> => {
    const rows = group.map(({ attemptId, executionId, ageMs, actor }) => ({
      attemptId,
      executionId,
      ageMs,
      rayNodeId: actor.nodeId,
      rayActorId: actor.actorId,
    }));
    await writeCoreStarts(attempts, workerId(), rows);
  };

  const writeGathered = async (): Promise<void> => {
    const now = performance.now();
    const group = starts.map(({ heardAt, ageMs, ...one }) => ({ ...one, ageMs: ageMs + now - heardAt }));
    starts = [];
    timer = null;
    await write(group);
    onStarted();
  };

  return {
    write,
    started: (one) => {
      starts.push({ ...one, heardAt: performance.now() });
      timer ??= setTimeout(() => void writeGathered().catch(failed), gatherMs);
    },
    beat: async (attemptId, body) => {
      const parsed = HeartbeatMessage.safeParse(body);
      if (!parsed.success) return;
      // One that is not RUNNING here any more is stopped by its owner, which reads the row.
      await recordHeartbeat(attempts, { attemptId, ...parsed.data }).catch((error: unknown) => {
        if (!(error instanceof RaydeckError)) failed(error);
      });
    },
  };
}
