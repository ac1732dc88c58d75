import type { Database } from '@raydeck/db';
import type { RayCoreRunner } from '@raydeck/runners';
import type { Tickets } from '@raydeck/services';
import { type RawData, WebSocketServer } from 'ws';
import type { Upgrade } from '../listen.ts';

export interface GatewayDoorOptions {
  db: Database;
  tickets: Tickets;
  runner: RayCoreRunner;
  onError: (error: unknown) => void;
  onClosed: () => void;
}

const path = '/attempt/v1/gateway/connect';
const largestFrameBytes = 64 * 1024 * 1024;

/** Lets gateways in that hold a session token and have not ended, and hands their connections to the runner. */
export function createGatewayDoor({ db, tickets, runner, onError, onClosed }: GatewayDoorOptions): Upgrade {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false });

  const isKnown = async (token: string): Promise<string | null> => {
    const session = tickets.openGatewayToken(token);
    if (!session) return null;
    const { gatewayId: id, executionId } = session;
    return (await db.prisma.gateway.findFirst({ where: { id, executionId, endedAt: null } }))?.id ?? null;
  };

  return (request, socket, head) => {
    // A connection that breaks before it is a WebSocket tells nobody else.
    socket.on('error', onError);
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const isOurs = new URL(request.url ?? '/', 'http://worker').pathname.endsWith(path);
    const refuse = (): void => {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    };
    if (!isOurs) return refuse();
    isKnown(token).then(
      (gatewayId) => {
        if (gatewayId === null) return refuse();
        server.handleUpgrade(request, socket, head, (connection) => {
          const ears = runner.connect({
            gatewayId,
            send: (text) => connection.send(text),
            close: () => connection.terminate(),
          });
          connection.on('message', (data: RawData) => {
            try {
              ears.message(textOf(data));
            } catch (error) {
              onError(error);
              connection.terminate();
            }
          });
          connection.on('error', onError);
          connection.on('close', () => {
            ears.closed();
            onClosed();
          });
        });
      },
      (error: unknown) => {
        onError(error);
        refuse();
      },
    );
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
