import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';

/** A TCP proxy that can lose the answer to a submit: the request arrives, the connection breaks before the answer does. */
export interface SwallowingProxy {
  url: string;
  /** Loses the next answer to `POST /api/jobs/`; `andRefuse` breaks all later connections too, until `heal`. */
  loseNextSubmit(options?: { andRefuse: boolean }): void;
  heal(): void;
  lostAnswers(): number;
  close(): Promise<void>;
}

export async function startSwallowingProxy(target: string): Promise<SwallowingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isArmed = false;
  let refusesLater = false;
  let isRefusing = false;
  let lost = 0;
  const server = createServer((inner) => {
    if (isRefusing) return void inner.destroy();
    const outer = connect(Number(port), hostname);
    let isDoomed = false;
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
    inner.on('data', (chunk) => {
      if (isArmed && chunk.includes('POST /api/jobs/ ')) {
        isArmed = false;
        isDoomed = true;
        isRefusing = refusesLater;
      } else if (isRefusing && !isDoomed) return void inner.destroy();
      outer.write(chunk);
    });
    outer.on('data', (chunk) => {
      if (!isDoomed) return void inner.write(chunk);
      lost += 1;
      inner.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    loseNextSubmit(options) {
      isArmed = true;
      refusesLater = options?.andRefuse ?? false;
    },
    heal: () => void (isRefusing = false),
    lostAnswers: () => lost,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
