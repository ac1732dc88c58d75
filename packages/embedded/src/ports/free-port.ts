import { createServer } from 'node:net';
import { MachineError } from '../machine-error.ts';

/**
 * Below 32768, where Linux starts to hand out ports to outgoing connections, so that none of these takes ours between
 * two starts; and outside Ray's own default ranges.
 */
const LOWEST = 25_000;
const HIGHEST = 32_700;

const promised = new Set<number>();

/** A port that nobody listens on: the preferred one if possible. One process never gets the same port twice. */
export async function freePort(preferred?: number, host = '127.0.0.1'): Promise<number> {
  if (preferred !== undefined && (await takePort(preferred, host))) return preferred;
  for (let tries = 0; tries < 500; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await takePort(port, host)) return port;
  }
  throw new MachineError('No free TCP port was found.', 'End some of the servers on this machine, then try again.');
}

/** The first free port counting up from `first`. */
export async function nextFreePort(first: number, host = '127.0.0.1'): Promise<number> {
  for (let port = first; port < first + 100; port++) if (await takePort(port, host)) return port;
  return freePort(undefined, host);
}

/** Whether this very port is ours now: nobody listens on it, and this process has not got it before. */
export async function takePort(port: number, host = '127.0.0.1'): Promise<boolean> {
  if (promised.has(port)) return false;
  promised.add(port);
  if (await isPortFree(port, host)) return true;
  promised.delete(port);
  return false;
}

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
