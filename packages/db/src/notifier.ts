import type { Database } from './database.ts';
import { channel } from './channel.ts';
import type { Hint } from './hint.ts';

/** Tells the other processes what happened, after the commit and many things at once. Never throws, never waits. */
export interface Notifier {
  ready(): void;
  changed(taskId: string): void;
  cancel(taskId: string): void;
  /** There are attempts to adopt. */
  orphans(): void;
  /** Sends what waits. */
  flush(): Promise<void>;
}

/** Ids in one message: PostgreSQL takes payloads below 8,000 bytes. */
const idsPerMessage = 150;

/**
 * NOTIFY takes a lock that all commits of the database share, so each process sends at most one batch at a time; what
 * arrives meanwhile goes together.
 */
export function createNotifier(db: Pick<Database, 'pool'>): Notifier {
  let ready = false;
  let orphans = false;
  const changed = new Set<string>();
  const cancel = new Set<string>();
  let sending: Promise<void> | null = null;

  const take = (): Hint[] => {
    const hints: Hint[] = ready ? [{ ready: true }] : [];
    for (const ids of portions(changed)) hints.push({ changed: ids });
    for (const ids of portions(cancel)) hints.push({ cancel: ids });
    if (orphans) hints.push({ orphans: true });
    ready = orphans = false;
    changed.clear();
    cancel.clear();
    return hints;
  };

  const send = async (): Promise<void> => {
    for (let hints = take(); hints.length > 0; hints = take()) {
      const payloads = hints.map((hint) => JSON.stringify(hint));
      // A lost hint costs a poll interval, nothing else.
      await db.pool
        .query({
          name: 'notify',
          text: `SELECT pg_notify('${channel}', p) FROM unnest($1::text[]) AS p`,
          values: [payloads],
        })
        .catch(() => {});
    }
    sending = null;
  };

  // The turn of the event loop gathers what one piece of work says.
  const schedule = (): void => {
    sending ??= new Promise<void>((resolve) => setImmediate(resolve)).then(send);
  };

  return {
    ready: () => {
      ready = true;
      schedule();
    },
    changed: (taskId) => {
      changed.add(taskId);
      schedule();
    },
    cancel: (taskId) => {
      cancel.add(taskId);
      schedule();
    },
    orphans: () => {
      orphans = true;
      schedule();
    },
    flush: () => sending ?? Promise.resolve(),
  };
}

function* portions(ids: ReadonlySet<string>): Generator<string[]> {
  const all = [...ids];
  for (let start = 0; start < all.length; start += idsPerMessage) yield all.slice(start, start + idsPerMessage);
}
