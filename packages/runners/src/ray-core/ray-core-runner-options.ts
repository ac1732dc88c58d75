import type { ClaimedCall, ProfileVersion } from '@raydeck/core';
import type { GatewayActor } from './gateway-message.ts';
import type { LaneSettings } from './lane-of.ts';

/** A call as the runner is given it; everything in it goes to the actor. */
export interface HandedCall {
  attemptId: string;
  callable: string;
  priority: number;
}

/** What a gateway tells of an outcome. */
export interface CoreOutcome {
  attemptId: string;
  runMs: number;
  actor: GatewayActor | null;
  body: unknown;
}

export interface CoreStarted {
  attemptId: string;
  executionId: string;
  ageMs: number;
  actor: GatewayActor;
}

/** One that may still run something. */
export interface KnownGateway {
  gatewayId: string;
  isStarted: boolean;
  draining: boolean;
}

export interface RayCoreRunnerOptions {
  /** Who this worker is now. */
  workerId: () => string;
  /**
   * The calls of those that have not started and are still this worker's; what a claim has just brought needs no other look.
   * `isDoubtful`: a gateway that may have begun it has ended.
   */
  load: (
    wanted: readonly { attemptId: string; claimed: ClaimedCall | null }[],
  ) => Promise<{ call: HandedCall; isDoubtful: boolean }[]>;
  /** Those of these attempts that a gateway which has ended since may have begun. */
  doubtful: (attemptIds: readonly string[]) => Promise<readonly string[]>;
  /** Workers whose lease is over. */
  deadWorkers: () => Promise<string[]>;
  /** As the database has them now. */
  openGateways: () => Promise<readonly KnownGateway[]>;
  tokenFor: (attemptId: string, executionId: string) => string;
  /** Sees to it that the cluster has a profile's package. */
  ensurePackage: (profile: ProfileVersion) => Promise<void>;
  lanes: LaneSettings;
  onOutcomes: (outcomes: CoreOutcome[]) => void;
  onStarted: (started: CoreStarted) => void;
  /** Writes the start of one that died before its start was told. */
  writeStart: (started: CoreStarted) => Promise<void>;
  /** Resolves when it is written, or cannot be. */
  onBeat: (attemptId: string, beat: unknown) => Promise<void>;
  /** One that died, or whose gateway ended: its owner judges it. */
  onOver: (attemptId: string) => void;
  onReady: () => void;
}
