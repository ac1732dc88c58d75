import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestApi } from './test-api.ts';

/** For tests only: the API of a test on a port, for what speaks HTTP. */
export interface TestServer {
  url: string;
  close: () => Promise<void>;
}

export async function testServer(api: TestApi): Promise<TestServer> {
  const server = createServer((request, response) => {
    serve(api, request, response).catch((error: unknown) => {
      // Only what the tests do wrong comes here: no endpoint of this path.
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(api: TestApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers: sent } = request;
  const left = new AbortController();
  response.once('close', () => left.abort());
  const headers = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, String(value)]));
  const body = await readAll(request);
  const answer = await api.open(method, url.replace('/api/v1', ''), {
    headers,
    signal: left.signal,
    ...(body.length > 0 && { body }),
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.flushHeaders();
  if (answer.body) for await (const chunk of answer.body) response.write(chunk);
  response.end();
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
