import { type EventCalls, eventCalls } from './events.ts';
import { createHttp } from './http/http.ts';
import type { HttpCall } from './http/exchange.ts';
import { type ListCalls, listCalls } from './list.ts';
import { type LogCalls, logCalls } from './logs.ts';
import type { CallOptions, ClientOptions } from './options.ts';
import { type CatalogueCalls, catalogueCalls, type ProfileCalls, profileCalls } from './profiles.ts';
import { type ControlCalls, controlCalls, type QueueCalls, queueCalls } from './queues.ts';
import { type RetentionCalls, retentionCalls } from './retention.ts';
import { type ScheduleCalls, scheduleCalls } from './schedules.ts';
import { type TaskCalls, taskCalls } from './tasks.ts';
import { type WaitCalls, waitCalls } from './wait.ts';

/** A Raydeck, from afar. Holds no connection and needs no closing. */
export interface Client extends TaskCalls, WaitCalls, ListCalls, EventCalls, CatalogueCalls {
  logs: LogCalls;
  queues: QueueCalls;
  control: ControlCalls;
  profiles: ProfileCalls;
  schedules: ScheduleCalls;
  retention: RetentionCalls;
  /** Any other call of the API, below /api/v1, with the same timeouts, retries and errors. `body` is JSON text. */
  request: <T = unknown>(call: HttpCall, options?: CallOptions) => Promise<T>;
  /** The same, with the answer as the text that it is. */
  requestText: (call: HttpCall, options?: CallOptions) => Promise<string>;
}

/**
 * A client of the Raydeck at `url`. Throws a TypeError for options that cannot work; nothing is asked yet. Errors of
 * its calls are ApiError, ConnectionError or NotFinalError, or the reason of your signal.
 *
 * @example
 * const client = createClient({ url: 'http://127.0.0.1:3000', apiKey: 'rdk_…' });
 * const { id } = await client.enqueue({ callable: 'shop.tasks.charge', args: [4711] });
 * const task = await client.wait(id);
 */
export function createClient(options: ClientOptions): Client {
  const http = createHttp(options);
  return {
    ...taskCalls(http),
    ...waitCalls(http),
    ...listCalls(http),
    ...eventCalls(http),
    ...catalogueCalls(http),
    logs: logCalls(http),
    queues: queueCalls(http),
    control: controlCalls(http),
    profiles: profileCalls(http),
    schedules: scheduleCalls(http),
    retention: retentionCalls(http),
    request: http.json,
    requestText: http.text,
  };
}
