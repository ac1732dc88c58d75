import type { Emit } from '@raydeck/core';
import { type Database, deadWorkers, doubtfulAttempts, openGateways } from '@raydeck/db';
import type { RayClient } from '@raydeck/ray';
import { createGatewayJobs, createRayCoreRunner, type RayCoreRunner } from '@raydeck/runners';
import { type AttemptContext, readCoreCalls, type Tickets } from '@raydeck/services';
import type { Hono } from 'hono';
import { logTailLimitBytes } from '../attempt-api/messages.ts';
import type { Driver } from '../attempts/driver.ts';
import type { Env } from '../env.ts';
import type { Lease } from '../lease/lease.ts';
import type { Upgrade } from '../listen.ts';
import type { ClusterWatch } from '../loops/cluster-watch.ts';
import { createGatewayKeeper, gatewayLead } from '../loops/gateway-keeper.ts';
import type { Leadership } from '../loops/leadership.ts';
import type { Loop } from '../loops/loop.ts';
import { createCoreFinisher } from './core-finisher.ts';
import { createCoreSigns } from './core-signs.ts';
import { createGatewayDoor } from './gateway-door.ts';
import { addGatewayRoutes } from './gateway-routes.ts';

/** All of the runner ray_core in a worker, wired. */
export interface CoreParts {
  runner: RayCoreRunner;
  leads: string[];
  upgrade: Upgrade;
  addRoutes: (app: Hono) => void;
  keeperWith(parts: { cluster: ClusterWatch; leadership: Leadership }): Loop;
  /** The lease is over. */
  forget(): void;
}

export interface CorePartsOptions {
  env: Env;
  db: Database;
  ray: RayClient;
  attempts: AttemptContext;
  tickets: Tickets;
  emit: Emit;
  common: Omit<Parameters<typeof createGatewayJobs>[0], 'client'>;
  /** Made after these parts, which they need. */
  lease: () => Lease;
  driver: () => Driver;
  wakeDispatcher: () => void;
  onError: (error: unknown) => void;
}

export function createCoreParts(options: CorePartsOptions): CoreParts {
  const { env, db, ray, attempts, tickets, emit, common } = options;
  const jobs = createGatewayJobs({ ...common, client: ray });
  const workerId = (): string => options.lease().workerId;
  const open = () => db.run(openGateways, [ray.address]);
  const finisher = createCoreFinisher({
    attempts,
    workerId,
    emit,
    held: () => options.driver().held,
    onDone: (attemptIds) => {
      runner.acknowledge(attemptIds);
      options.driver().released(attemptIds);
    },
  });
  const signs = createCoreSigns({ attempts, workerId, emit, onStarted: () => options.driver().wake() });
  const runner: RayCoreRunner = createRayCoreRunner({
    workerId,
    load: (wanted) => readCoreCalls(attempts, workerId(), wanted),
    doubtful: async (attemptIds) =>
      (await db.run(doubtfulAttempts, [[...attemptIds]])).map(({ attemptId }) => attemptId),
    deadWorkers: async () => (await db.run(deadWorkers, [])).map((one) => one.workerId),
    openGateways: open,
    tokenFor: (attemptId, executionId) => tickets.tokenFor(attemptId, executionId),
    ensurePackage: (profile) => jobs.ensurePackage(profile),
    lanes: {
      minActors: env.RAY_CORE_MIN_ACTORS,
      maxActors: env.RAY_CORE_MAX_ACTORS,
      idleSeconds: env.RAY_CORE_IDLE_SECONDS,
      maxCoroutines: env.RAY_CORE_ACTOR_COROUTINES,
      maxTasks: env.RAY_CORE_ACTOR_TASKS,
      maxMemoryBytes: env.RAY_CORE_ACTOR_MEGABYTES * 1024 * 1024,
      common: {
        heartbeatSeconds: env.HEARTBEAT_INTERVAL_SECONDS,
        silenceLimitSeconds: env.STUCK_TASK_TIMEOUT_SECONDS,
        resultLimitBytes: attempts.limits.inlineResultBytes,
        resultUploadLimitBytes: attempts.limits.resultBytes,
        logTailLimitBytes,
        logLimitBytes: attempts.limits.logBytes,
      },
    },
    onOutcomes: (outcomes) => finisher.add(outcomes),
    onStarted: (one) => signs.started(one),
    writeStart: (one) => signs.write([one]),
    onBeat: (attemptId, beat) => signs.beat(attemptId, beat),
    onOver: (attemptId) => options.driver().look(attemptId),
    onReady: () => options.wakeDispatcher(),
  });
  let keeper: Loop | null = null;
  const { onError } = options;
  return {
    runner: {
      ...runner,
      close: () => {
        finisher.close();
        return runner.close();
      },
    },
    leads: [gatewayLead(ray.address)],
    upgrade: createGatewayDoor({ db, tickets, runner, onError, onClosed: () => keeper?.wake() }),
    addRoutes: (app) =>
      addGatewayRoutes(app, {
        db,
        tickets,
        leaseSeconds: env.LEASE_SECONDS,
        silenceLimitSeconds: env.STUCK_TASK_TIMEOUT_SECONDS,
      }),
    keeperWith: ({ cluster, leadership }) => {
      const { LEASE_SECONDS: leaseSeconds, RAY_CORE_GATEWAYS: gateways } = env;
      keeper = createGatewayKeeper({
        db,
        ray,
        jobs,
        runner,
        tickets,
        cluster,
        leadership,
        leaseSeconds,
        gateways,
        emit,
      });
      return keeper;
    },
    forget: () => {
      finisher.forget();
      runner.forgetAll();
    },
  };
}
