/**
 * What the main thread and the renewer share without a message: until when the lease lives, and when the main thread last
 * turned. Nanoseconds of the process's monotonic clock, which is one for all threads; it goes on while the process is frozen.
 */
export interface LeaseMemory {
  readonly buffer: SharedArrayBuffer;
  /** 0: there is no lease. */
  liveUntilNs: bigint;
  pulsedAtNs: bigint;
}

const liveUntil = 0;
const pulsedAt = 1;

export function leaseMemory(buffer = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT)): LeaseMemory {
  const cells = new BigInt64Array(buffer);
  return {
    buffer,
    get liveUntilNs() {
      return Atomics.load(cells, liveUntil);
    },
    set liveUntilNs(ns) {
      Atomics.store(cells, liveUntil, ns);
    },
    get pulsedAtNs() {
      return Atomics.load(cells, pulsedAt);
    },
    set pulsedAtNs(ns) {
      Atomics.store(cells, pulsedAt, ns);
    },
  };
}

export const nowNs = (): bigint => process.hrtime.bigint();

export const secondsInNs = (seconds: number): bigint => BigInt(Math.round(seconds * 1e9));
