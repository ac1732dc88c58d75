import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

const SETTLE_MS = 200;

export interface OutputTail {
  read(): string;
  /** To be called when the writers have ended: reads what is still in the pipes, then lets them go. */
  settle(): Promise<void>;
}

/** Reads streams for as long as they live, so that nobody blocks on a full pipe, and keeps the last bytes of all together. */
export function keepOutputTail(streams: readonly Readable[], limitBytes: number): OutputTail {
  let kept = Buffer.alloc(0);
  for (const stream of streams) {
    stream.on('data', (chunk: Buffer) => {
      kept = Buffer.concat([kept, chunk.subarray(-limitBytes)]).subarray(-limitBytes);
    });
    // A pipe that breaks ends with the process; how that ended is told by its exit.
    stream.on('error', () => undefined);
  }
  return {
    read: () => kept.toString('utf8').replace(/^\uFFFD+/, ''),
    async settle() {
      // A process that has left the group may hold a pipe open for ever.
      await Promise.race([Promise.allSettled(streams.map((stream) => finished(stream))), delay(SETTLE_MS)]);
      for (const stream of streams) stream.destroy();
    },
  };
}
