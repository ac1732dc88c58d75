import { serve } from '@hono/node-server';

/** What answers a request. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** An HTTP server with a lifetime; `port` is the one it got when 0 was asked for. */
export interface Listening {
  port: number;
  stop(): Promise<void>;
}

/** Binds, or throws why not. Requests under way get five seconds at the stop. */
export async function listen(answer: Answer, hostname: string, port: number): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = serve({ fetch: answer, hostname, port }, (info) => resolve(info.port));
  server.once('error', reject);
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
