import type { Hint } from '@raydeck/db';
import { readSession } from '../../../../server/auth.ts';
import { container } from '../../../../server/container.ts';
import { currentPrincipal } from '../../../../server/principal.ts';
import { rememberedSessions } from '../../../../server/remembered-sessions.ts';

export const dynamic = 'force-dynamic';

const heartbeatMs = 15_000;
/** With the age of what is remembered, 30 seconds. */
const recheckMs = 20_000;
const gatherMs = 250;

/** What moved, as ids, to a signed-in page; the page reads again what it shows. Ends when the session does. */
export async function GET(request: Request): Promise<Response> {
  const signedIn = await readSession();
  if (!signedIn || !(await currentPrincipal())) return new Response(null, { status: 401 });
  const isStillSignedIn = () =>
    rememberedSessions()
      .find(signedIn)
      .then(Boolean, () => true);
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => feed(controller, request.signal, isStillSignedIn),
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

function feed(
  controller: ReadableStreamDefaultController<Uint8Array>,
  signal: AbortSignal,
  isStillSignedIn: () => Promise<boolean>,
): void {
  const encoder = new TextEncoder();
  const send = (event: string, data: unknown = {}) => {
    if (signal.aborted) return;
    controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  };
  const gathered = gather((hint) => send('changed', hint));
  const unsubscribe = container().changes.subscribe(gathered.add);
  const heartbeat = setInterval(() => send('heartbeat'), heartbeatMs);
  const recheck = setInterval(() => {
    void isStillSignedIn().then((isSignedIn) => {
      if (isSignedIn) return;
      send('signed-out');
      end();
    });
  }, recheckMs);
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    unsubscribe();
    gathered.stop();
    clearInterval(heartbeat);
    clearInterval(recheck);
    if (!signal.aborted) controller.close();
  };
  signal.addEventListener('abort', end, { once: true });
  send('connected');
}

/** Puts the hints of a quarter of a second into one message. */
function gather(send: (hint: { changed: string[]; ready: boolean }) => void) {
  let ids = new Set<string>();
  let ready = false;
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    timer = null;
    // A page shows a hundred rows or so: beyond that "look again" says as much.
    send({ changed: [...ids].slice(0, 500), ready: ready || ids.size > 500 });
    ids = new Set();
    ready = false;
  };
  return {
    add: (hint: Hint) => {
      for (const id of hint.changed ?? []) ids.add(id);
      for (const id of hint.cancel ?? []) ids.add(id);
      ready ||= hint.ready === true;
      timer ??= setTimeout(flush, gatherMs);
    },
    stop: () => {
      if (timer) clearTimeout(timer);
    },
  };
}
