import type { Client } from '@raydeck/client';
import type { Seen } from './history.ts';

/** Hears of changes by the event stream and reads each task that changed, over REST: what an outsider sees, and when. */
export function watchStates(client: Client): { seen: Seen[]; stop(): Promise<void> } {
  const seen: Seen[] = [];
  const last = new Map<string, string>();
  const changed = new Set<string>();
  const stopped = new AbortController();
  let wake = (): void => {};

  const look = async (id: string): Promise<void> => {
    const { state, attemptCount } = await client.get(id, { signal: stopped.signal });
    const now = `${state} ${attemptCount}`;
    if (last.get(id) === now) return;
    last.set(id, now);
    seen.push({ taskId: id, state, attemptCount, atMs: Date.now() });
  };

  /** The stream connects again by itself for as long as the API lives; before its first connect it may be refused. */
  const hear = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        for await (const event of client.events({ signal: stopped.signal })) {
          if (event.kind !== 'changed') continue;
          for (const id of event.taskIds) changed.add(id);
          wake();
        }
      } catch {
        await pause();
      }
    }
  };

  const read = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const [id] = changed;
      if (id === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      changed.delete(id);
      // While PostgreSQL is away nothing is seen; what changes later is told again.
      await look(id).catch(pause);
    }
  };

  const running = Promise.all([hear(), read()]);
  return {
    seen,
    stop: async () => {
      stopped.abort();
      wake();
      await running;
    },
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 250));
}
