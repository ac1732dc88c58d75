import { ConnectionError } from './error.ts';
import { eventStreamReader, type StreamedEvent } from './event-stream.ts';
import { backoffMs } from './http/backoff.ts';
import type { Http } from './http/http.ts';
import { isPassing } from './http/judge.ts';
import { pause } from './http/pause.ts';
import type { CallOptions } from './options.ts';

/**
 * `ready`: the server listens from now on. It comes after every reconnect too: read again what you show, for what changed in
 * between was not told. `changed`: these tasks, or their attempts, are not what they were.
 */
export type ServerEvent = { kind: 'ready' } | { kind: 'changed'; taskIds: string[] };

export interface EventOptions extends CallOptions {
  /** A stream that is silent for so long counts as dead. Default 45,000; the server says something every 15 seconds. */
  silenceMs?: number;
}

export interface EventCalls {
  /**
   * What changes, as it changes, until the signal aborts, which ends the iteration, or you `break`. The server ends a stream
   * after ten minutes and when it restarts: this connects again, with backoff, for ever. Throws what the first connect throws,
   * and ApiError when the key is not valid any more.
   */
  events: (options?: EventOptions) => AsyncGenerator<ServerEvent, void, undefined>;
}

export function eventCalls(http: Http): EventCalls {
  return {
    events: async function* events({ silenceMs = 45_000, ...options } = {}) {
      const isOver = () => options.signal?.aborted === true;
      let hasListened = false;
      for (let failures = 0; !isOver();) {
        try {
          for await (const event of listen(http, silenceMs, options)) {
            hasListened = true;
            failures = 0;
            yield event;
          }
        } catch (error) {
          if (isOver()) return;
          if (!hasListened || !isPassing(error)) throw error;
        }
        // Also after an orderly end: a server that closes each stream at once is not asked all the time.
        await pause(backoffMs(failures), options.signal).catch(() => undefined);
        failures += 1;
      }
    },
  };
}

/** One stream, from its connect to its end. */
async function* listen(http: Http, silenceMs: number, options: CallOptions): AsyncGenerator<ServerEvent> {
  const answer = await http.open({ method: 'GET', path: '/events' }, 'text/event-stream', options);
  const reader = answer.body?.getReader();
  if (!reader) return;
  const give = () => void reader.cancel().catch(() => undefined);
  options.signal?.addEventListener('abort', give, { once: true });
  const decoder = new TextDecoder();
  const read = eventStreamReader();
  try {
    for (;;) {
      const { done, value } = await readWithin(reader, silenceMs);
      if (done) return;
      for (const event of read(decoder.decode(value, { stream: true }))) {
        const known = serverEvent(event);
        if (known) yield known;
      }
    }
  } finally {
    options.signal?.removeEventListener('abort', give);
    give();
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function readWithin(reader: Reader, silenceMs: number): ReturnType<Reader['read']> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    const late = () => reject(new ConnectionError('TIMEOUT', `The stream was silent for ${silenceMs} ms.`));
    timer = setTimeout(late, silenceMs);
  });
  const part = reader.read().catch((cause: unknown) => {
    throw new ConnectionError('UNREACHABLE', 'The stream broke off.', { cause });
  });
  try {
    return await Promise.race([part, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Events that a newer server may add are passed over. */
function serverEvent({ event, data }: StreamedEvent): ServerEvent | null {
  if (event === 'ready') return { kind: 'ready' };
  if (event !== 'changed') return null;
  try {
    const { taskIds } = JSON.parse(data) as { taskIds: string[] };
    return { kind: 'changed', taskIds };
  } catch (cause) {
    throw new ConnectionError('UNEXPECTED_ANSWER', 'The stream’s event is not JSON.', { cause });
  }
}
