import { createHmac, timingSafeEqual } from 'node:crypto';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ticketForm = new RegExp(`^rdt_(${uuid})_([A-Za-z0-9_-]{43})$`);
const gatewayTicketForm = new RegExp(`^rdg_(${uuid})_([A-Za-z0-9_-]{43})$`);
const gatewayTokenForm = new RegExp(`^rdgs_(${uuid})_(${uuid})_([A-Za-z0-9_-]{43})$`);
const tokenForm = new RegExp(`^rds_(${uuid})_(${uuid})_([A-Za-z0-9_-]{43})$`);

/**
 * Start tickets and session tokens: MACs under the installation's secret, so that any worker checks them without state. A
 * ticket opens the gate of one attempt; that it does so once is the gate's guard. A token is good for one execution.
 */
export interface Tickets {
  ticketFor(attemptId: string): string;
  tokenFor(attemptId: string, executionId: string): string;
  /** The attempt that a ticket opens; null for anything that is not ours. */
  openTicket(ticket: string): { attemptId: string } | null;
  /** The execution that a token stands for; null for anything that is not ours. */
  openToken(token: string): { attemptId: string; executionId: string } | null;
  /** The same for gateways: a ticket opens one incarnation, a token is good for the process that opened it. */
  gatewayTicketFor(gatewayId: string): string;
  gatewayTokenFor(gatewayId: string, executionId: string): string;
  openGatewayTicket(ticket: string): { gatewayId: string } | null;
  openGatewayToken(token: string): { gatewayId: string; executionId: string } | null;
}

export function createTickets(secret: string): Tickets {
  const mac = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  const isMac = (text: string, given: string): boolean => timingSafeEqual(Buffer.from(mac(text)), Buffer.from(given));
  return {
    ticketFor: (attemptId) => `rdt_${attemptId}_${mac(`ticket:${attemptId}`)}`,
    tokenFor: (attemptId, executionId) => `rds_${attemptId}_${executionId}_${mac(`token:${attemptId}:${executionId}`)}`,
    openTicket: (ticket) => {
      const [, attemptId, given] = ticketForm.exec(ticket) ?? [];
      return attemptId && given && isMac(`ticket:${attemptId}`, given) ? { attemptId } : null;
    },
    openToken: (token) => {
      const [, attemptId, executionId, given] = tokenForm.exec(token) ?? [];
      if (!attemptId || !executionId || !given) return null;
      return isMac(`token:${attemptId}:${executionId}`, given) ? { attemptId, executionId } : null;
    },
    gatewayTicketFor: (gatewayId) => `rdg_${gatewayId}_${mac(`gateway-ticket:${gatewayId}`)}`,
    gatewayTokenFor: (gatewayId, executionId) =>
      `rdgs_${gatewayId}_${executionId}_${mac(`gateway-token:${gatewayId}:${executionId}`)}`,
    openGatewayTicket: (ticket) => {
      const [, gatewayId, given] = gatewayTicketForm.exec(ticket) ?? [];
      return gatewayId && given && isMac(`gateway-ticket:${gatewayId}`, given) ? { gatewayId } : null;
    },
    openGatewayToken: (token) => {
      const [, gatewayId, executionId, given] = gatewayTokenForm.exec(token) ?? [];
      if (!gatewayId || !executionId || !given) return null;
      return isMac(`gateway-token:${gatewayId}:${executionId}`, given) ? { gatewayId, executionId } : null;
    },
  };
}
