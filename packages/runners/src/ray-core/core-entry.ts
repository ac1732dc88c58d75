import type { ClaimedCall, CoreState, Observation, Submission } from '@raydeck/core';

/** What of a submission is needed until it is handed over; `claimed` is given up then. */
export interface CoreCharge extends Pick<Submission, 'resources' | 'profile'> {
  isFresh: boolean;
  claimed: ClaimedCall | null;
}

/**
 * What the runner knows of one attempt. `queued`: not handed over; `sent`: the gateway has it, or its bytes are under way; `over`: `seen` says
 * how, until the owner has released it.
 */
export interface CoreEntry {
  attemptId: string;
  stage: 'queued' | 'sent' | 'over';
  /** Null for what another worker has handed over. */
  charge: CoreCharge | null;
  gatewayId: string | null;
  isStarted: boolean;
  nodeId: string | null;
  sizeBytes: number;
  seen: Observation | null;
  accept: () => void;
  refuse: (error: unknown) => void;
}

export function newEntry(attemptId: string, charge: CoreCharge | null): CoreEntry {
  const nothing = (): void => {};
  return {
    attemptId,
    stage: 'queued',
    charge,
    gatewayId: null,
    isStarted: false,
    nodeId: null,
    sizeBytes: 0,
    seen: null,
    accept: nothing,
    refuse: nothing,
  };
}

/** What became of one whose gateway has ended: it may have started. */
export function gatewayEnded(detail: string): Observation {
  return { kind: 'ended', exitCode: null, cause: 'gateway_ended', detail, nodeId: null, isStarted: true };
}

/** Those that wait for room, that a gateway has, and that are known to run. */
export function countByStage(entries: Iterable<CoreEntry>): CoreState['tasks'] {
  const counts = { queued: 0, handed: 0, running: 0 };
  for (const { stage, isStarted } of entries) {
    if (stage === 'queued') counts.queued += 1;
    else if (stage === 'sent') counts[isStarted ? 'running' : 'handed'] += 1;
  }
  return counts;
}
