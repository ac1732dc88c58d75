import type { Emit } from '@raydeck/core';

/** A thing with a lifetime. `stop` is safe twice and before `start`, and waits for the round that is under way. */
export interface Loop {
  readonly name: string;
  start(): void;
  stop(): Promise<void>;
  /** Starts the next round now, or right after the one under way. */
  wake: () => void;
}

export interface LoopOptions {
  name: string;
  /** One round; returns the milliseconds until the next. Asks `isWoken` whether the next one begins at once anyway. */
  round: (isWoken: () => boolean) => Promise<number>;
  emit: Emit;
  random?: () => number;
}

const longestBackoffMs = 10_000;

/** Runs rounds one after another. A round that throws is told, and tried again after a growing, jittered pause. */
export function createLoop({ name, round, emit, random = Math.random }: LoopOptions): Loop {
  let running: Promise<void> | null = null;
  let stopped = false;
  let woken = false;
  let endPause: () => void = () => {};

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    for (let failures = 0; !stopped;) {
      woken = false;
      let nextMs: number;
      try {
        nextMs = await round(() => woken);
        failures = 0;
      } catch (error) {
        failures += 1;
        nextMs = Math.min(125 * 2 ** failures, longestBackoffMs) * (0.5 + random() / 2);
        emit({ type: 'loop.failed', loop: name, error: sentence(error), nextMs });
        woken = false;
      }
      if (!stopped && !woken) await pause(nextMs);
    }
  };

  return {
    name,
    start: () => {
      stopped = false;
      running ??= run();
    },
    stop: async () => {
      stopped = true;
      endPause();
      await running;
      running = null;
    },
    wake: () => {
      woken = true;
      endPause();
    },
  };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
