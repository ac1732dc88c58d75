import { z } from 'zod';

const Actor = z.object({
  pid: z.number().int(),
  actorId: z.string().nullable(),
  nodeId: z.string().nullable(),
});

const Died = z.object({
  started: z.boolean(),
  exitCode: z.number().int().nullable(),
  cause: z.enum(['exited', 'stopped', 'runtime_env_setup_failed', 'actor_died', 'start_failed']),
  detail: z.string(),
  /** Of what has started. */
  executionId: z.guid().nullable().default(null),
  /** What a heartbeat would have said at its end, where its actor outlives it. */
  lastBeat: z.unknown().optional(),
});

const Report = z.object({
  id: z.guid(),
  actor: z.string().nullable(),
  ms: z.number().min(0),
  /** As the attempt API takes it; parsed by who commits it. */
  outcome: z.unknown().optional(),
  died: Died.optional(),
});

const ids = z.array(z.guid());

/** What a gateway says to a worker; docs/gateway-protocol.md. */
export const GatewayMessage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), gatewayId: z.guid(), absent: ids }),
  z.object({ t: z.literal('reports'), actors: z.record(z.string(), Actor), reports: z.array(Report) }),
  z.object({
    t: z.literal('started'),
    id: z.guid(),
    executionId: z.guid(),
    ageMs: z.number().min(0),
    actor: Actor,
  }),
  z.object({ t: z.literal('beat'), id: z.guid(), beat: z.unknown() }),
  z.object({ t: z.literal('withdrawn'), ask: z.number(), withdrawn: ids, started: ids, unknown: ids }),
  z.object({ t: z.literal('adopted'), ask: z.number(), waiting: ids, started: ids, absent: ids }),
]);

export type GatewayMessage = z.output<typeof GatewayMessage>;
export type GatewayReport = z.output<typeof Report>;
export type GatewayActor = z.output<typeof Actor>;
