import type { Emit } from '@raydeck/core';
import type { CoreOutcome } from '@raydeck/runners';
import { acceptCoreReports, type AttemptContext, type CoreReport } from '@raydeck/services';
import { z } from 'zod';
import { OutcomeMessage } from '../attempt-api/messages.ts';

/**
 * Commits what gateways report, in groups: what comes while a group is being committed makes the next one. With many attempts under way a
 * group is gathered for a moment as well: what is behind a long line has waited longer, and a commit for each costs many times its share.
 */
export interface CoreFinisher {
  add(outcomes: readonly CoreOutcome[]): void;
  /** The lease is over: what was not committed is somebody else's, and the gateway still has it. */
  forget(): void;
  /** The same for good. */
  close(): void;
}

export interface CoreFinisherOptions {
  attempts: AttemptContext;
  /** Who this worker is now. */
  workerId: () => string;
  emit: Emit;
  /** Attempts under way. */
  held: () => number;
  /** Told after each commit: these need nothing more. */
  onDone: (attemptIds: string[]) => void;
}

const Executed = z.object({ executionId: z.guid() });
const largestGroup = 250;
const longestGatherMs = 250;
/** Forty under way are worth a millisecond, and a fiftieth of the time that they take: a worker that keeps up with what comes hardly waits. */
const heldPerMs = 40;
const lineShare = 1 / 50;
/** Slower than that they hardly come together, and how quickly they came before a rest says little. */
const longestStepMs = 10;
const againMs = 250;

export function createCoreFinisher({ attempts, workerId, emit, held, onDone }: CoreFinisherOptions): CoreFinisher {
  let waiting: CoreReport[] = [];
  let isCommitting = false;
  let isClosed = false;
  let committedAt = -Infinity;
  /** Milliseconds from one outcome to the next, by the last group. */
  let msEach = 0;
  let endGather = (): void => {};

  const failed = (error: unknown): Promise<void> => {
    const text = error instanceof Error ? error.message : String(error);
    emit({ type: 'loop.failed', loop: 'core-finisher', error: text, nextMs: againMs });
    return new Promise((resolve) => setTimeout(resolve, againMs));
  };

  /** One that cannot be stored does not keep the others; when nothing can be stored now, all of it waits. */
  const commit = async (group: CoreReport[]): Promise<void> => {
    const owner = workerId();
    try {
      onDone(await acceptCoreReports(attempts, owner, group));
    } catch (error) {
      await failed(error);
      if (workerId() !== owner || isClosed) return;
      if (group.length > 1 && isAboutData(error)) for (const one of group) await commit([one]);
      else waiting.push(...group);
    }
  };

  const gather = async (): Promise<void> => {
    const gatherMs = held() * (1 / heldPerMs + msEach * lineShare);
    const leftMs = committedAt + Math.min(longestGatherMs, gatherMs) - performance.now();
    if (waiting.length >= largestGroup || leftMs < 1) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, leftMs);
      endGather = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const run = async (): Promise<void> => {
    isCommitting = true;
    while (waiting.length > 0) {
      await gather();
      const group = waiting.splice(0, largestGroup);
      const now = performance.now();
      msEach = Math.min(longestStepMs, (now - committedAt) / Math.max(1, group.length));
      committedAt = now;
      await commit(group);
    }
    isCommitting = false;
  };

  return {
    add: (outcomes) => {
      for (const one of outcomes) waiting.push(reportOf(one));
      // The turn of the event loop gathers what comes together.
      if (waiting.length >= largestGroup) endGather();
      if (!isCommitting) {
        isCommitting = true;
        setImmediate(() => void run());
      }
    },
    forget: () => {
      waiting = [];
    },
    close: () => {
      isClosed = true;
      waiting = [];
    },
  };
}

/** PostgreSQL's classes for values that it does not take: another try would end alike. */
function isAboutData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|23|54)/.test(String(error.code));
}

function reportOf({ attemptId, runMs, actor, body }: CoreOutcome): CoreReport {
  const { executionId, state, result, resultUpload, error, ...message } = readOutcome(body);
  const { logTail, logBytes, peakMemoryBytes, cpuSeconds, progress } = message;
  return {
    attemptId,
    executionId: executionId.toLowerCase(),
    runMs,
    rayNodeId: actor?.nodeId ?? null,
    rayActorId: actor?.actorId ?? null,
    outcome: { state, result, resultUpload, error },
    traces: { logTail, logBytes, peakMemoryBytes, cpuSeconds, progress },
  };
}

/** What is no outcome ends the attempt as one that failed: to refuse it would bring it again, for ever. */
function readOutcome(body: unknown): z.output<typeof OutcomeMessage> {
  const parsed = OutcomeMessage.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'is not valid'}`;
  const error = { class: 'OutcomeRefused', message, traceback: null, phase: 'serialise', retryable: false };
  return OutcomeMessage.parse({ ...Executed.parse(body), version: 1, state: 'FAILED', error });
}
