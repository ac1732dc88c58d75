import { hostname } from 'node:os';
import { type Emit, RaydeckError, redactionRules, type Runner, type Storage } from '@raydeck/core';
import { createDatabase, createNotifier, type Database, type Errand, Listener } from '@raydeck/db';
import type { Jobs } from '@raydeck/jobs';
import { clusterSnapshot, createRayClient, loadPythonPackage, type RayClient } from '@raydeck/ray';
import { createStorage } from '@raydeck/storage';
import { type AttemptContext, createProfileVersions, createTickets, deleteFrom } from '@raydeck/services';
import {
  createLog,
  createMetrics,
  createTracing,
  type Log,
  logEvents,
  type Metrics,
  type Tracing,
  type WorkerState,
} from '@raydeck/telemetry';
import { createAttemptApi } from './attempt-api/attempt-api.ts';
import { createDriver, type Driver } from './attempts/driver.ts';
import { createObserver } from './attempts/observer.ts';
import { createPlacement } from './attempts/placement.ts';
import { createSubmitter } from './attempts/submitter.ts';
import { createBackground } from './background.ts';
import type { Env } from './env.ts';
import { type CoreParts, createCoreParts } from './gateway/create-core-parts.ts';
import { createRunners } from './create-runners.ts';
import { createLease, type Lease } from './lease/lease.ts';
import { createAdopter } from './loops/adopter.ts';
import { type ClusterWatch, createClusterWatch } from './loops/cluster-watch.ts';
import { createDatabaseSweep, databaseSweep } from './loops/database-sweep.ts';
import { createDispatcher } from './loops/dispatcher.ts';
import { createJobMirror } from './loops/job-mirror.ts';
import { createLeadership } from './loops/leadership.ts';
import type { Loop } from './loops/loop.ts';
import type { Upgrade } from './listen.ts';
import { createLogCollector } from './loops/log-collector.ts';
import { createRaySweep, raySweep } from './loops/ray-sweep.ts';
import { createRetentionSweep } from './loops/retention-sweep.ts';
import { createSystemWatch } from './loops/system-watch.ts';
import { version } from './version.ts';
import { createPostWebhook } from './webhooks/post-webhook.ts';

/** A job of ours that nobody drives is stopped once it was seen for so long: its attempt is written before it is submitted. */
const orphanAgeMs = 60_000;

/** All parts of a worker, wired and not started. The only place where they meet. */
export interface Parts {
  env: Env;
  log: Log;
  emit: Emit;
  metrics: Metrics;
  /** Null without a collector. */
  tracing: Tracing | null;
  db: Database;
  storage: Storage;
  lease: Lease;
  driver: Driver;
  cluster: ClusterWatch;
  dispatcher: Loop;
  loops: Loop[];
  listener: Listener;
  runners: ReadonlyMap<string, Runner>;
  attemptApi: ReturnType<typeof createAttemptApi>;
  upgrade: Upgrade;
  startJobs: () => Promise<Pick<Jobs, 'stop'>>;
}

/** `attemptApiUrls` and `attemptApiPort` are given when the port was chosen by the system. */
export async function createParts(env: Env, attemptApiUrls: string[], attemptApiPort: number): Promise<Parts> {
  const redaction = redactionRules({ keys: env.REDACT_KEYS, paths: env.REDACT_PATHS });
  const log = createLog({ part: 'worker', level: env.LOG_LEVEL, redaction });
  const state = (): WorkerState => ({
    held: driver.held,
    concurrency: env.CONCURRENCY,
    hasLease: lease.isLive(),
    isLeader: leadership.leads(databaseSweep),
    pool: { total: db.pool.totalCount, idle: db.pool.idleCount, waiting: db.pool.waitingCount },
    core: core?.runner.state() ?? null,
  });
  const metrics = createMetrics(state, { callables: env.METRICS_CALLABLES, djangoRayAlias: env.METRICS_DJANGO_RAY });
  const writeLog = logEvents(log, { common: () => ({ workerId: lease.workerId }), sample: env.LOG_SAMPLE });
  const tracing = env.OTEL_EXPORTER_OTLP_ENDPOINT
    ? await createTracing({
        service: 'raydeck-worker',
        endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
        onError: (error) => log.warn({ event: 'tracing.failed', error }),
      })
    : null;
  const emit: Emit = (event) => {
    writeLog(event);
    metrics.count(event);
    tracing?.trace(event);
  };
  const onError = (error: unknown): void => log.warn({ event: 'database.connection_lost', error });
  const db = createDatabase({
    connectionString: env.DATABASE_URL,
    applicationName: 'raydeck-worker',
    byIndexOnly: true,
    onError,
  });
  const notifier = createNotifier(db);
  const defaults = { runner: env.RUNNER, maxAttempts: env.RETRIES };
  const profiles = createProfileVersions(db);
  const keyRing = env.ENCRYPTION_KEYS;
  const storage = createStorage(db, env);
  const limits = {
    inlineResultBytes: env.RESULT_INLINE_BYTES,
    resultBytes: Math.min(env.RESULT_LIMIT_BYTES, storage.limitBytes),
    logBytes: env.LOG_LIMIT_BYTES,
  };
  const about = { defaults, limits, profiles, keyRing, isTracing: tracing !== null };
  const attempts: AttemptContext = { db, storage, notifier, emit, ...about, random: Math.random };
  const tickets = createTickets(env.RAYDECK_SECRET);
  const queues = env.QUEUES.includes('*') ? null : env.QUEUES;
  const ray = env.RAY_ADDRESS
    ? createRayClient({
        address: env.RAY_ADDRESS,
        token: env.RAY_AUTH_TOKEN,
        onCall: (called) => emit({ type: 'ray.called', ...called }),
      })
    : null;
  const rayAddress = ray?.address ?? null;
  const pythonPackage = await loadPythonPackage(env.RAYDECK_PYTHON_PACKAGE);
  const common = {
    attemptApiUrls,
    attemptApiCa: env.ATTEMPT_API_CA,
    startGraceSeconds: env.START_GRACE_SECONDS,
    reportGraceSeconds: env.REPORT_GRACE_SECONDS,
    pythonPackage,
    loadPackage: (hash: string) => loadPackage(db, hash),
  };
  const core: CoreParts | null =
    ray && env.RAY_CORE_RUNNER
      ? createCoreParts({
          env,
          db,
          ray,
          attempts,
          tickets,
          emit,
          common,
          lease: () => lease,
          driver: () => driver,
          wakeDispatcher: () => dispatcher.wake(),
          onError: (error) => log.warn({ event: 'gateway.failed', error }),
        })
      : null;
  const runners = createRunners(env, { ray, core: core?.runner ?? null, common });

  const lease = createLease({
    db,
    connectionString: env.DATABASE_URL,
    emit,
    name: env.WORKER_NAME,
    version,
    queues: env.QUEUES,
    runners: [...runners.keys()],
    concurrency: env.CONCURRENCY,
    rayAddress,
    attemptApiUrl: core && ownUrl(env, attemptApiPort),
    leaseSeconds: env.LEASE_SECONDS,
    intervalSeconds: env.HEARTBEAT_INTERVAL_SECONDS,
    onNewId: () => {
      driver.forget();
      core?.forget();
    },
  });
  const placement = createPlacement({
    nodes: () => cluster.nodes(),
    defaultNumCpus: env.RAY_ENTRYPOINT_NUM_CPUS,
  });
  const driver: Driver = createDriver({
    db,
    attempts,
    lease,
    runners,
    emit,
    submit: createSubmitter({ attempts, lease, runners, tickets, emit }),
    observe: createObserver({ db, notifier, runners, placement, emit }),
    silenceMs: env.STUCK_TASK_TIMEOUT_SECONDS * 1000,
    onFreed: () => dispatcher.freed(),
  });
  const cluster = createClusterWatch({
    db,
    emit,
    address: rayAddress,
    lookAt: ray && (() => lookAtCluster(ray)),
    onReachable: () => dispatcher.wake(),
  });
  const dispatcher = createDispatcher({
    db,
    lease,
    driver,
    cluster,
    runners,
    notifier,
    emit,
    queues,
    defaultRunner: env.RUNNER,
    concurrency: env.CONCURRENCY,
  });
  const adopter = createAdopter({
    db,
    lease,
    driver,
    notifier,
    emit,
    rayAddress,
  });
  const leadership = createLeadership({
    db,
    lease,
    emit,
    names: [databaseSweep, ...(rayAddress === null ? [] : [raySweep(rayAddress)]), ...(core?.leads ?? [])],
    leaseSeconds: env.LEASE_SECONDS,
    everyMs: env.HEARTBEAT_INTERVAL_SECONDS * 1000,
    onErrand: (errand) => {
      // The others take their share.
      if (errand === 'orphans') notifier.orphans();
      errands.get(errand)?.wake();
      background.run(errand);
    },
  });
  const errands = new Map<Errand, Loop>([
    ['orphans', adopter],
    ['expiry', createDatabaseSweep({ db, leadership, notifier, emit })],
    ['retention', createRetentionSweep({ db, leadership, emit, deleteStored: deleteFrom(storage) })],
  ]);
  const sweeps = [createSystemWatch({ context: { db, notifier, emit }, leadership, metrics, emit })];
  if (ray && env.RAY_JOBS_KEEP_DAYS > 0) {
    const keepDays = env.RAY_JOBS_KEEP_DAYS;
    sweeps.push(createJobMirror({ db, ray, cluster, leadership, emit, keepDays }));
  }
  const rayJob = runners.get('ray_job');
  if (ray && rayJob) {
    const keepMs = env.RAY_RECORDS_KEEP_HOURS * 3_600_000;
    errands.set('logs', createLogCollector({ db, ray, attempts, leadership, emit, keepMs }));
    sweeps.push(
      createRaySweep({
        db,
        ray,
        stop: (ref) => rayJob.stop(ref),
        leadership,
        emit,
        limits: { youngMs: orphanAgeMs, keepMs },
      }),
    );
  }
  if (core) sweeps.push(core.keeperWith({ cluster, leadership }));
  const attemptApi = createAttemptApi({
    attempts,
    tickets,
    heartbeatSeconds: env.HEARTBEAT_INTERVAL_SECONDS,
    silenceLimitSeconds: env.STUCK_TASK_TIMEOUT_SECONDS,
    ...(core && { addRoutes: core.addRoutes }),
    onFinished: () => driver.wake(),
    onError: (error) => log.error({ event: 'attempt_api.failed', error }),
  });
  const onJobsError = (error: unknown): void => log.warn({ event: 'jobs.failed', error });
  const post = createPostWebhook(env.WEBHOOK_ALLOWED_TARGETS);
  const background = createBackground({
    db,
    defaults,
    keyRing,
    encryptsPayloads: env.ENCRYPT_PAYLOADS,
    storage,
    notifier,
    emit,
    onError: onJobsError,
    leadership,
    webhooks: { keyRing, post, redaction },
    isHinted: () => listener.isConnected,
  });
  const listener = new Listener({
    connectionString: env.DATABASE_URL,
    applicationName: 'raydeck-worker-listen',
    onHint: (hint) => {
      if (hint.ready) dispatcher.wake();
      if (hint.cancel) driver.wake();
      if (hint.schedules) background.wake();
      if (hint.orphans) adopter.wake();
      if (hint.errand && leadership.leads(databaseSweep)) leadership.wake();
    },
    onConnected: (connected) => {
      log.info({ event: connected ? 'hints.connected' : 'hints.lost' });
      if (!connected) return;
      adopter.wake();
      dispatcher.wake();
      background.wake();
    },
  });
  return {
    env,
    log,
    emit,
    metrics,
    tracing,
    db,
    storage,
    lease,
    driver,
    cluster,
    dispatcher,
    listener,
    runners,
    attemptApi,
    upgrade: core?.upgrade ?? ((_request, socket) => socket.destroy()),
    loops: [lease, driver, cluster, dispatcher, ...errands.values(), ...sweeps, leadership],
    startJobs: () => background.start(),
  };
}

/** Where gateways find this very worker: as it was told, else where it listens. */
function ownUrl({ ATTEMPT_API_OWN_URL: told, ATTEMPT_API_HOST: host }: Env, port: number): string {
  const isWildcard = host === '0.0.0.0' || host === '::';
  return told?.replace(/\/+$/, '') ?? `http://${isWildcard ? hostname() : host}:${port}`;
}

async function loadPackage(db: Database, hash: string): Promise<Buffer> {
  const found = await db.prisma.package.findUnique({ where: { hash } });
  if (!found) throw new RaydeckError('NOT_FOUND', `The code package ${hash} is gone.`);
  return Buffer.from(found.content);
}

async function lookAtCluster(ray: RayClient) {
  const [{ session, rayVersion }, snapshot] = await Promise.all([ray.version(), clusterSnapshot(ray)]);
  // The dashboard outlives its node's agent; without it every submit and stop fails.
  if (!snapshot.nodes.some((node) => node.isHead && node.alive)) {
    throw new RaydeckError('UNAVAILABLE', 'Ray answers, but its head node is dead: restart the head.');
  }
  return { session, rayVersion, snapshot };
}
