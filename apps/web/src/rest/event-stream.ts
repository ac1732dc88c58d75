import { may } from '@raydeck/core';
import type { Hint } from '@raydeck/db';
import { type Context, tasksInReach } from '@raydeck/services';
import type { Look } from './authenticate.ts';

/** Where changes are heard: one listening connection for the process. */
export interface Changes {
  /** `onConnected` is called now if it listens, and each time it listens again. Returns the way to unsubscribe. */
  subscribe: (onHint: (hint: Hint) => void, onConnected: () => void) => () => void;
}

export interface Timing {
  /** Changes of so long go into one message. */
  gatherMs: number;
  heartbeatMs: number;
  /** How long a key that was revoked is still served. */
  recheckMs: number;
  lifeMs: number;
}

const timing: Timing = { gatherMs: 250, heartbeatMs: 15_000, recheckMs: 30_000, lifeMs: 600_000 };

/** Ids in one message. */
const idsPerMessage = 500;
/** Whoever reads slower than this is let go, reconnects, and looks again. */
const unreadLimitBytes = 1024 * 1024;

interface Options {
  context: Context;
  changes: Changes;
  lookAgain: Look;
  signal: AbortSignal;
  /** Called once, however it ends. */
  onEnd?: () => void;
}

/**
 * Server-sent events: `ready` when it listens (and again when it may have missed something), then `changed` with ids of
 * tasks in reach. Ends with its time, with the key or session, when the database fails, or when the reader leaves or lags.
 */
export function eventStream(options: Options, times: Timing = timing): ReadableStream<Uint8Array> {
  let end = (): void => {};
  return new ReadableStream<Uint8Array>(
    { start: (controller) => void (end = feed(controller, options, times)), cancel: () => end() },
    new ByteLengthQueuingStrategy({ highWaterMark: unreadLimitBytes }),
  );
}

/** Returns the way to end it. */
function feed(
  controller: ReadableStreamDefaultController<Uint8Array>,
  { context, changes, lookAgain, signal, onEnd }: Options,
  times: Timing,
): () => void {
  let who = context;
  let ended = false;
  const endings: (() => void)[] = [];
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const ending of endings) ending();
    onEnd?.();
    closeQuietly(controller);
  };
  const write = (text: string): void => {
    if (ended) return;
    controller.enqueue(Buffer.from(text));
    if ((controller.desiredSize ?? 0) < 0) end();
  };
  const recheck = async (): Promise<void> => {
    // An outage is no reason: whoever could not be looked up is asked again.
    const principal = await lookAgain().catch(() => who.principal);
    if (!principal || !may(principal, 'task.read')) end();
    else who = { ...who, principal };
  };
  const gathered = gather(times.gatherMs, async (ids) => {
    const seen = await tasksInReach(who, ids);
    for (let start = 0; start < seen.length; start += idsPerMessage) {
      write(`event: changed\ndata: ${JSON.stringify({ taskIds: seen.slice(start, start + idsPerMessage) })}\n\n`);
    }
  });
  endings.push(
    gathered.stop,
    every(times.heartbeatMs, () => write(':\n\n')),
    every(times.recheckMs, () => void recheck()),
    every(times.lifeMs, end),
    changes.subscribe(gathered.add, () => write('event: ready\ndata: {}\n\n')),
    onAbort(signal, end),
  );
  gathered.onFailure(end);
  return end;
}

/** Puts the ids of `afterMs` into one call; calls never overlap. */
function gather(afterMs: number, tell: (ids: string[]) => Promise<void>) {
  let ids = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let telling = Promise.resolve();
  let fail = (): void => {};
  const flush = (): void => {
    timer = null;
    const batch = [...ids];
    ids = new Set();
    telling = telling.then(() => tell(batch)).catch(() => fail());
  };
  return {
    add: ({ changed = [], cancel = [] }: Hint): void => {
      for (const id of [...changed, ...cancel]) ids.add(id);
      if (ids.size > 0) timer ??= setTimeout(flush, afterMs);
    },
    onFailure: (heard: () => void): void => void (fail = heard),
    stop: (): void => {
      if (timer) clearTimeout(timer);
    },
  };
}

function every(ms: number, act: () => void): () => void {
  const timer = setInterval(act, ms);
  return () => clearInterval(timer);
}

function onAbort(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) queueMicrotask(act);
  signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}

/** A reader that has left has closed it already. */
function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close();
  } catch {
    // Closed.
  }
}
