import { randomUUID } from 'node:crypto';
import type { Emit } from '@raydeck/core';
import { type Database, endGateway, type OpenGateway, openGateways } from '@raydeck/db';
import type { RayClient } from '@raydeck/ray';
import type { GatewayJobs, RayCoreRunner } from '@raydeck/runners';
import type { Tickets } from '@raydeck/services';
import type { ClusterWatch } from './cluster-watch.ts';
import type { Leadership } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';

/** What one worker leads here for all who serve a cluster. */
export const gatewayLead = (address: string): string => `gateway:${address}`;

export interface GatewayKeeperOptions {
  db: Database;
  ray: Pick<RayClient, 'address' | 'findJob' | 'stopJob'>;
  jobs: GatewayJobs;
  runner: Pick<RayCoreRunner, 'tellGateways' | 'state'>;
  tickets: Tickets;
  cluster: Pick<ClusterWatch, 'current'>;
  leadership: Pick<Leadership, 'leads'>;
  leaseSeconds: number;
  /** So many at once. */
  gateways: number;
  emit: Emit;
}

const everyMs = 1_000;
/** While nothing is held and all gateways are as they should be; one whose connection ends is looked at at once. */
const quietEveryMs = 10_000;
/** A row without a job may be one that is being submitted. */
const youngMs = 30_000;
/** A job waits for its environment, and Ray's supervisor, no longer than that. */
const startMs = 180_000;

/**
 * Tells the runner which gateways may still run something, and, while this worker leads, keeps so many of today's version: starts them,
 * drains those of another version, and the youngest beyond the number, stops what does not renew its lease, and writes down the end once
 * Ray says that nothing of it runs.
 */
export function createGatewayKeeper(options: GatewayKeeperOptions): Loop {
  const { db, ray, jobs, runner, tickets, cluster, leadership, emit } = options;

  /** Whether a row has been written since it was last set to false. */
  let hasChanged = false;

  const isCurrent = (one: OpenGateway, session: string): boolean =>
    one.version === jobs.version && !one.draining && one.raySession === session;

  const end = async (gateway: OpenGateway, reason: string): Promise<void> => {
    if ((await db.run(endGateway, [gateway.gatewayId, reason])).length === 0) return;
    hasChanged = true;
    emit({ type: 'gateway.ended', gatewayId: gateway.gatewayId, reason });
  };

  const drain = async (gatewayIds: string[]): Promise<void> => {
    hasChanged = true;
    await db.prisma.gateway.updateMany({ where: { id: { in: gatewayIds } }, data: { draining: true } });
  };

  const look = async (gateway: OpenGateway, session: string): Promise<void> => {
    const { ageMs, overdueMs, isStarted, jobName } = gateway;
    const isLate = isStarted ? overdueMs > options.leaseSeconds * 1000 : ageMs > startMs;
    if (gateway.raySession !== session) {
      // Of a cluster that began anew; its driver may run on for a minute, and renews its lease as long as it does.
      if (isLate) await end(gateway, 'its cluster began anew');
      return;
    }
    const job = await ray.findJob(jobName);
    if (job === null) {
      if (ageMs > youngMs && overdueMs > 0) await end(gateway, 'Ray knows nothing of it');
      return;
    }
    if (['SUCCEEDED', 'FAILED', 'STOPPED'].includes(job.status)) {
      // Ray's supervisor of it has died and says nothing of the process, which lives on for a second or more. What it holds may
      // begin as long as its lease holds; others take nothing of that for lost before.
      if (job.status === 'FAILED' && job.exitCode === null && overdueMs <= 0) return drain([gateway.gatewayId]);
      return end(gateway, `its job is ${job.status}, exit code ${job.exitCode ?? 'unknown'}`);
    }
    // Stopped, and seen to end at a later look.
    if (isLate) await ray.stopJob(jobName);
  };

  const start = async (session: string): Promise<void> => {
    hasChanged = true;
    const gatewayId = randomUUID();
    const installation = await db.prisma.installation.findFirstOrThrow();
    const jobName = `rd-${installation.id}-gateway-${gatewayId}`;
    const { version } = jobs;
    // The row first: whatever dies on the way leaves nothing that the next look does not know of.
    await db.prisma.gateway.create({
      data: { id: gatewayId, rayAddress: ray.address, raySession: session, jobName, version },
    });
    await jobs.start(gatewayId, jobName, tickets.gatewayTicketFor(gatewayId));
    emit({ type: 'gateway.started', gatewayId, version });
  };

  const lookAtAll = async (open: readonly OpenGateway[], session: string): Promise<void> => {
    for (const gateway of open) await look(gateway, session);
  };

  const keep = async (open: readonly OpenGateway[], session: string): Promise<void> => {
    const current = open.filter((one) => isCurrent(one, session));
    // One a round.
    if (current.length < options.gateways) return start(session);
    // Drained only once the next one is up: until then it goes on.
    const hasNext = current.some((one) => one.isStarted && one.overdueMs < 0);
    const old = hasNext ? open.filter((one) => !isCurrent(one, session) && !one.draining) : [];
    const leaving = [...old, ...current.slice(options.gateways)].map(({ gatewayId }) => gatewayId);
    if (leaving.length > 0) await drain(leaving);
  };

  const isQuiet = (open: readonly OpenGateway[], session: string | undefined): boolean =>
    session !== undefined &&
    open.length === options.gateways &&
    open.every((one) => isCurrent(one, session) && one.isStarted && one.overdueMs < 0) &&
    Object.values(runner.state().tasks).every((count) => count === 0);

  const round = async (): Promise<number> => {
    const session = cluster.current()?.session;
    let open = await db.run(openGateways, [ray.address]);
    if (session !== undefined && leadership.leads(gatewayLead(ray.address))) {
      for (const duty of [lookAtAll, keep]) {
        hasChanged = false;
        await duty(open, session);
        if (hasChanged) open = await db.run(openGateways, [ray.address]);
      }
    }
    runner.tellGateways(open);
    return (isQuiet(open, session) ? quietEveryMs : everyMs) * (0.9 + 0.2 * Math.random());
  };

  return createLoop({ name: 'gateway-keeper', round, emit });
}
