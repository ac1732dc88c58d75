import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * How bytes travel. `pass`; `refuse`: connections end as they come; `half-open`: bytes vanish, nothing closes, and a connection
 * that was open then stays dead for good; `stall`: bytes wait and travel on when the mode ends, with `stall-answers` those of the server alone; `slow`: each portion waits.
 */
export type ProxyMode = 'pass' | 'refuse' | 'half-open' | 'stall' | 'stall-answers' | 'slow';

/** A proxy for one address that does to its connections what networks do. */
export interface TcpProxy {
  readonly port: number;
  /** With a pattern, `stall` holds what a client sends that matches, and all that this connection sends after it. */
  setMode(mode: ProxyMode, only?: RegExp): void;
  /** Resets all open connections. */
  reset(): void;
  /** Resets each open connection after so many more bytes from the server, in the middle of whatever they are. */
  cutAfter(bytes: () => number): void;
  /** What a client sends that matches is answered by a reset once the server has begun to answer; null: no more of it. */
  loseAnswers(pattern: RegExp | null): void;
  /** Answers that were lost so far. */
  readonly lost: number;
  close(): Promise<void>;
}

const slowMs = 300;

interface Pair {
  client: Socket;
  server: Socket;
  isDead: boolean;
  bytesLeft: number;
  losesAnswer: boolean;
}

export async function startTcpProxy(target: { host: string; port: number }, port = 0): Promise<TcpProxy> {
  let mode: ProxyMode = 'pass';
  let stallsOnly: RegExp | undefined;
  let isStalled = Promise.resolve();
  let endStall: () => void = () => {};
  let losing: RegExp | null = null;
  let lost = 0;
  const pairs = new Set<Pair>();

  const destroy = (pair: Pair): void => {
    pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  };

  const isHeld = (pair: Pair, chunk: Buffer, from: Socket): boolean => {
    if (mode === 'stall-answers') return from === pair.server;
    if (mode !== 'stall') return false;
    return !stallsOnly || (from === pair.client && stallsOnly.test(chunk.toString('latin1')));
  };

  const carry = async (pair: Pair, chunk: Buffer, from: Socket, to: Socket): Promise<void> => {
    if (mode === 'half-open') pair.isDead = true;
    if (pair.isDead) return;
    if (isHeld(pair, chunk, from)) await isStalled;
    if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs));
    if (from === pair.client && losing?.test(chunk.toString('latin1'))) pair.losesAnswer = true;
    if (from === pair.server) {
      if (pair.losesAnswer) {
        lost += 1;
        return destroy(pair);
      }
      pair.bytesLeft -= chunk.length;
      if (pair.bytesLeft < 0) {
        to.write(chunk.subarray(0, chunk.length + pair.bytesLeft));
        return destroy(pair);
      }
    }
    if (!to.destroyed && !to.write(chunk)) await once(to, 'drain').catch(() => undefined);
  };

  const join = (pair: Pair, from: Socket, to: Socket): void => {
    // Portions stay in order: each waits for the one before.
    let tail = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      from.pause();
      tail = tail
        .then(() => carry(pair, chunk, from, to))
        .then(
          () => void from.resume(),
          () => destroy(pair),
        );
    });
    from.on('end', () => {
      tail = tail.then(() => {
        if (!pair.isDead) to.end();
      });
    });
    from.on('error', () => (pair.isDead ? undefined : destroy(pair)));
    from.on('close', () => {
      if (to.destroyed) pairs.delete(pair);
    });
  };

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (mode === 'refuse') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ ...target, allowHalfOpen: true });
    const pair = { client, server: upstream, isDead: false, bytesLeft: Infinity, losesAnswer: false };
    pairs.add(pair);
    join(pair, client, upstream);
    join(pair, upstream, client);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');

  return {
    port: address.port,
    setMode: (next, only) => {
      endStall();
      mode = next;
      stallsOnly = only;
      if (mode.startsWith('stall')) isStalled = new Promise<void>((resolve) => (endStall = resolve));
      if (mode === 'half-open') for (const pair of pairs) pair.isDead = true;
    },
    reset: () => {
      for (const pair of pairs) destroy(pair);
    },
    cutAfter: (bytes) => {
      for (const pair of pairs) pair.bytesLeft = bytes();
    },
    loseAnswers: (pattern) => {
      losing = pattern;
    },
    get lost() {
      return lost;
    },
    close: async () => {
      endStall();
      for (const pair of pairs) destroy(pair);
      server.close();
      await once(server, 'close');
    },
  };
}
