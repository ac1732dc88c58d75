import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTickets } from './tickets.ts';

const tickets = createTickets('a secret of the installation');
const others = createTickets('a secret of another installation');
const uuid = fc.uuid();

describe('tickets and tokens', () => {
  it('open what they were made for', () => {
    fc.assert(
      fc.property(uuid, uuid, (attemptId, executionId) => {
        expect(tickets.openTicket(tickets.ticketFor(attemptId))).toEqual({ attemptId });
        expect(tickets.openToken(tickets.tokenFor(attemptId, executionId))).toEqual({ attemptId, executionId });
      }),
    );
  });

  it('of gateways open gateways, and nothing else', () => {
    fc.assert(
      fc.property(uuid, uuid, (gatewayId, executionId) => {
        const [ticket, token] = [tickets.gatewayTicketFor(gatewayId), tickets.gatewayTokenFor(gatewayId, executionId)];
        expect(tickets.openGatewayTicket(ticket)).toEqual({ gatewayId });
        expect(tickets.openGatewayToken(token)).toEqual({ gatewayId, executionId });
        expect([tickets.openTicket(ticket), tickets.openToken(token)]).toEqual([null, null]);
        const [forAttempt, session] = [tickets.ticketFor(gatewayId), tickets.tokenFor(gatewayId, executionId)];
        expect([tickets.openGatewayTicket(forAttempt), tickets.openGatewayToken(session)]).toEqual([null, null]);
        expect([others.openGatewayTicket(ticket), others.openGatewayToken(token)]).toEqual([null, null]);
      }),
    );
  });

  it('are nothing when one character is another', () => {
    fc.assert(
      fc.property(
        uuid,
        uuid,
        fc.nat(),
        fc.constantFrom('0', 'a', 'Z', '_', '-', '.', '=', ' ', '\n'),
        (attemptId, executionId, at, character) => {
          for (const text of [tickets.ticketFor(attemptId), tickets.tokenFor(attemptId, executionId)]) {
            const index = at % text.length;
            const forged = text.slice(0, index) + character + text.slice(index + 1);
            const opened = forged === text ? null : (tickets.openTicket(forged) ?? tickets.openToken(forged));
            expect(opened).toBeNull();
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are nothing when cut, lengthened or wrapped', () => {
    fc.assert(
      fc.property(uuid, uuid, fc.nat(), (attemptId, executionId, at) => {
        for (const text of [tickets.ticketFor(attemptId), tickets.tokenFor(attemptId, executionId)]) {
          for (const changed of [
            text.slice(0, at % text.length),
            `${text}A`,
            `${text}\n`,
            ` ${text}`,
            text.toUpperCase(),
          ]) {
            expect(tickets.openTicket(changed) ?? tickets.openToken(changed)).toBeNull();
          }
        }
      }),
    );
  });

  it('are nothing for another attempt, another execution, or in each other’s place', () => {
    fc.assert(
      fc.property(uuid, uuid, uuid, (attemptId, executionId, other) => {
        fc.pre(new Set([attemptId, executionId, other]).size === 3);
        const ticket = tickets.ticketFor(attemptId);
        const token = tickets.tokenFor(attemptId, executionId);
        expect(tickets.openTicket(ticket.replace(attemptId, other))).toBeNull();
        expect(tickets.openToken(token.replace(attemptId, other))).toBeNull();
        expect(tickets.openToken(token.replace(executionId, other))).toBeNull();
        expect(
          tickets.openToken(token.replace(`${attemptId}_${executionId}`, `${executionId}_${attemptId}`)),
        ).toBeNull();
        expect(tickets.openToken(ticket)).toBeNull();
        expect(tickets.openTicket(token)).toBeNull();
        expect(tickets.openTicket(`rdt_${attemptId}_${token.slice(-43)}`)).toBeNull();
      }),
    );
  });

  it('are nothing under another secret', () => {
    fc.assert(
      fc.property(uuid, uuid, (attemptId, executionId) => {
        expect(others.openTicket(tickets.ticketFor(attemptId))).toBeNull();
        expect(others.openToken(tickets.tokenFor(attemptId, executionId))).toBeNull();
      }),
    );
  });

  it('are nothing when they are anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tickets.openTicket(text) ?? tickets.openToken(text)).toBeNull();
      }),
    );
  });
});
