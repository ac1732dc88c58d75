import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An answer; or what a network does: `drop` closes the connection, `hang` never answers; or the test writes it itself. */
export type Reply =
  | { status: number; body?: unknown; text?: string; headers?: Record<string, string> }
  | 'drop'
  | 'hang'
  | ((response: ServerResponse) => void);

/** For tests only: a real HTTP server whose answers the test says. */
export interface ScriptedServer extends AsyncDisposable {
  url: string;
  received: Received[];
}

/** `reply` is asked for each request, with its number from 0. */
export async function scriptedServer(reply: (request: Received, number: number) => Reply): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body };
      received.push(one);
      carryOut(reply(one, received.length - 1), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** For tests only: a problem as the server sends it. */
export function problem(status: number, code: string, headers: Record<string, string> = {}): Reply {
  const body = { status, code, title: code, detail: `It is ${code}.`, errors: [], requestId: 'r-1' };
  return { status, body, headers: { 'content-type': 'application/problem+json', ...headers } };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function carryOut(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'drop') return void response.destroy();
  if (typeof reply === 'function') return reply(response);
  const { status, body, text = body === undefined ? '' : JSON.stringify(body), headers } = reply;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
