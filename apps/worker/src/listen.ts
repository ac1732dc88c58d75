import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { serve } from '@hono/node-server';

/** What answers a request. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** What takes a connection that becomes a WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** An HTTP server with a lifetime; `port` is the one it got when 0 was asked for. */
export interface Listening {
  port: number;
  stop(): Promise<void>;
}

/** For a large result over a slow line: Node's own five minutes would cut it off, at each try anew. */
const longestRequestMs = 3_600_000;

/** Binds, or throws why not. Requests under way get five seconds at the stop. */
export async function listen(answer: Answer, hostname: string, port: number, upgrade?: Upgrade): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const serverOptions = { requestTimeout: longestRequestMs };
  const server = serve({ fetch: answer, hostname, port, serverOptions }, (info) => resolve(info.port));
  server.once('error', reject);
  if (upgrade) server.on('upgrade', upgrade);
  const bound = await promise;
  return {
    port: bound,
    stop: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      const forced = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 5_000);
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      await closed;
      clearTimeout(forced);
    },
  };
}
