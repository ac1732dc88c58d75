/** A job of ours as Ray lists it. Ages in milliseconds. */
export interface SweptJob {
  isTerminal: boolean;
  /** Since the sweep saw it first, by its own clock. */
  seenAgeMs: number;
  /** Since its end, by the cluster's clock; null while it goes on, or when Ray does not say. */
  endedAgeMs: number | null;
  /** Whether a worker drives its attempt. */
  isDriven: boolean;
}

export interface SweepLimits {
  /** Younger jobs are left alone. */
  youngMs: number;
  /** Records of ended jobs are kept so long: Ray's list never shrinks by itself. */
  keepMs: number;
}

/**
 * What becomes of a job that Ray lists: one that runs on and that nobody drives is stopped, an old record is deleted. A driven one
 * is its worker's to look after.
 */
export function sweepFor(job: SweptJob, limits: SweepLimits): 'leave' | 'stop' | 'delete' {
  if (job.isDriven || job.seenAgeMs < limits.youngMs) return 'leave';
  if (!job.isTerminal) return 'stop';
  return (job.endedAgeMs ?? 0) >= limits.keepMs ? 'delete' : 'leave';
}
