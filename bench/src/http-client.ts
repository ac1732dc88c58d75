import { Agent, request } from 'node:http';

export interface Sent {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | undefined;
}

export interface Received {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Longer than any answer may take. */
const timeoutMs = 60_000;

/** Requests as they are, over connections that stay open; a stream of events is left once it has begun. */
export function httpClient(url: string, lanes: number): (sent: Sent) => Promise<Received> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const { hostname, port } = new URL(url);
  const send = ({ method, path, headers = {}, body }: Sent): Promise<Received> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = { hostname, port, agent, method, path, headers: { ...headers, ...length }, timeout: timeoutMs };
      const asked = request(options, (answer) => {
        const received = { status: answer.statusCode ?? 0, headers: answer.headers, text: '' };
        if (answer.headers['content-type']?.startsWith('text/event-stream')) {
          resolve(received);
          answer.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        answer.on('end', () => resolve({ ...received, text: Buffer.concat(chunks).toString() }));
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed a connection that lay idle, just when we took it again.
        if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(send({ method, path, headers, body }));
        else reject(error);
      });
      asked.on('timeout', () => asked.destroy(new Error(`No answer to ${method} ${path}.`)));
      asked.end(body);
    });
  return send;
}
