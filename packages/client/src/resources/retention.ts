import type { BoundedCount, KeepDays, QueueRetention } from './queue.ts';
import type { Time } from './task.ts';

/** How long the installation keeps what queues say nothing of. */
export interface RetentionSettings extends Required<QueueRetention> {
  auditDays: KeepDays;
}

/** One run: what it deleted, as far as it is. */
export interface RetentionRun {
  id: string;
  requestedAt: Time;
  /** `schedule`, or who asked for it. */
  requestedBy: string;
  startedAt: Time | null;
  finishedAt: Time | null;
  tasks: number;
  attempts: number;
  events: number;
  auditRows: number;
  /** Results and logs outside the database, noted for deletion. */
  storedObjects: number;
  batches: number;
  /** Of its transactions. */
  longestMs: number;
  /** Its time was up before its work was done; the next run goes on. */
  isCut: boolean;
  error: string | null;
}

/** The settings, and the newest 20 runs, newest first. */
export interface Retention {
  settings: RetentionSettings;
  runs: RetentionRun[];
  nextRunAt: Time;
  /** Objects outside the database whose rows are gone; at most 10,000. */
  storedWaiting: number;
}

/** What a run would delete now. */
export interface RetentionPreview {
  items: {
    /** Also one that is deleted, while its tasks stay. */
    queue: string;
    state: 'SUCCEEDED' | 'FAILED' | 'CANCELED';
    keepDays: KeepDays;
    oldestAt: Time;
    /** Some may stay, as parents of unfinished tasks. */
    due: BoundedCount;
  }[];
  /** There was no time to count all. */
  isPartial: boolean;
  audit: { keepDays: KeepDays; due: BoundedCount };
  pinned: BoundedCount;
  nextRunAt: Time;
}
