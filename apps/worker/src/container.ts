import { type Emit, RaydeckError, type Runner } from '@raydeck/core';
import { createDatabase, createNotifier, type Database, Listener } from '@raydeck/db';
import type { Jobs } from '@raydeck/jobs';
import { clusterSnapshot, createRayClient, loadPythonPackage, type RayClient } from '@raydeck/ray';
import { createLocalRunner, createRayJobRunner } from '@raydeck/runners';
import { type AttemptContext, createProfileVersions, createTickets } from '@raydeck/services';
import { createLog, createMetrics, type Log, logEvents, type Metrics } from '@raydeck/telemetry';
import { createAttemptApi } from './attempt-api/attempt-api.ts';
import { createDriver, type Driver } from './attempts/driver.ts';
import { createObserver } from './attempts/observer.ts';
import { createPlacement } from './attempts/placement.ts';
import { createSubmitter } from './attempts/submitter.ts';
import { createBackground } from './background.ts';
import type { Env } from './env.ts';
import { createLease, type Lease } from './lease/lease.ts';
import { createAdopter } from './loops/adopter.ts';
import { type ClusterWatch, createClusterWatch } from './loops/cluster-watch.ts';
import { createDatabaseSweep, databaseSweep } from './loops/database-sweep.ts';
import { createDispatcher } from './loops/dispatcher.ts';
import { createLeadership } from './loops/leadership.ts';
import type { Loop } from './loops/loop.ts';
import { createRaySweep, raySweep } from './loops/ray-sweep.ts';
import { createSystemWatch } from './loops/system-watch.ts';
import { version } from './version.ts';

/** A job of ours that nobody drives is stopped once it was seen for so long: its attempt is written before it is submitted. */
const orphanAgeMs = 60_000;

/** All parts of a worker, wired and not started. The only place where they meet. */
export interface Parts {
  env: Env;
  log: Log;
  emit: Emit;
  metrics: Metrics;
  db: Database;
  lease: Lease;
  driver: Driver;
  cluster: ClusterWatch;
  dispatcher: Loop;
  loops: Loop[];
  listener: Listener;
  runners: ReadonlyMap<string, Runner>;
  attemptApi: ReturnType<typeof createAttemptApi>;
  startJobs: () => Promise<Pick<Jobs, 'stop'>>;
}

/** `attemptApiUrls` is given when the port was chosen by the system. */
export async function createParts(env: Env, attemptApiUrls: string[]): Promise<Parts> {
  const log = createLog({ part: 'worker', level: env.LOG_LEVEL });
  const metrics = createMetrics(() => ({
    held: driver.held,
    concurrency: env.CONCURRENCY,
    hasLease: lease.isLive(),
    isLeader: leadership.leads(databaseSweep),
    pool: { total: db.pool.totalCount, idle: db.pool.idleCount, waiting: db.pool.waitingCount },
  }));
  const writeLog = logEvents(log);
  const emit: Emit = (event) => {
    writeLog(event);
    metrics.count(event);
  };
  const onError = (error: unknown): void => log.warn({ event: 'database.connection_lost', error });
  const db = createDatabase({ connectionString: env.DATABASE_URL, applicationName: 'raydeck-worker', onError });
  const notifier = createNotifier(db);
  const defaults = { runner: env.RUNNER, maxAttempts: env.RETRIES };
  const profiles = createProfileVersions(db);
  const keyRing = env.ENCRYPTION_KEYS;
  const attempts: AttemptContext = { db, notifier, emit, defaults, profiles, keyRing, random: Math.random };
  const tickets = createTickets(env.RAYDECK_SECRET);
  const queues = env.QUEUES.includes('*') ? null : env.QUEUES;
  const ray = env.RAY_ADDRESS ? createRayClient({ address: env.RAY_ADDRESS, token: env.RAY_AUTH_TOKEN }) : null;
  const rayAddress = ray?.address ?? null;
  const runners = await createRunners(env, { db, ray, attemptApiUrls });

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
    leaseSeconds: env.LEASE_SECONDS,
    intervalSeconds: env.HEARTBEAT_INTERVAL_SECONDS,
    onNewId: () => driver.forget(),
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
    onFreed: () => dispatcher.wake(),
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
    everyMs: env.HEARTBEAT_INTERVAL_SECONDS * 1000,
  });
  const leadership = createLeadership({
    db,
    lease,
    emit,
    names: [databaseSweep, ...(rayAddress === null ? [] : [raySweep(rayAddress)])],
  });
  const sweeps = [
    createDatabaseSweep({ db, leadership, notifier, emit }),
    createSystemWatch({ context: { db, notifier, emit }, leadership, metrics, emit }),
  ];
  const rayJob = runners.get('ray_job');
  if (ray && rayJob) {
    const limits = { youngMs: orphanAgeMs, keepMs: env.RAY_RECORDS_KEEP_HOURS * 3_600_000 };
    sweeps.push(createRaySweep({ db, ray, stop: (ref) => rayJob.stop(ref), leadership, emit, limits }));
  }
  const attemptApi = createAttemptApi({
    attempts,
    tickets,
    heartbeatSeconds: env.HEARTBEAT_INTERVAL_SECONDS,
    silenceLimitSeconds: env.STUCK_TASK_TIMEOUT_SECONDS,
    onFinished: () => driver.wake(),
    onError: (error) => log.error({ event: 'attempt_api.failed', error }),
  });
  const onJobsError = (error: unknown): void => log.warn({ event: 'jobs.failed', error });
  const background = createBackground({ db, notifier, emit, onError: onJobsError });
  const listener = new Listener({
    connectionString: env.DATABASE_URL,
    applicationName: 'raydeck-worker-listen',
    onHint: (hint) => {
      if (hint.ready) dispatcher.wake();
      if (hint.cancel) driver.wake();
      if (hint.schedules) background.wake();
    },
    onConnected: (connected) => {
      log.info({ event: connected ? 'hints.connected' : 'hints.lost' });
      if (!connected) return;
      dispatcher.wake();
      background.wake();
    },
  });
  return {
    env,
    log,
    emit,
    metrics,
    db,
    lease,
    driver,
    cluster,
    dispatcher,
    listener,
    runners,
    attemptApi,
    loops: [lease, driver, cluster, dispatcher, adopter, ...sweeps, leadership],
    startJobs: () => background.start(),
  };
}

async function createRunners(
  env: Env,
  { db, ray, attemptApiUrls }: { db: Database; ray: RayClient | null; attemptApiUrls: string[] },
): Promise<ReadonlyMap<string, Runner>> {
  const pythonPackage = await loadPythonPackage(env.RAYDECK_PYTHON_PACKAGE);
  const common = {
    attemptApiUrls,
    attemptApiCa: env.ATTEMPT_API_CA,
    startGraceSeconds: env.START_GRACE_SECONDS,
    reportGraceSeconds: env.REPORT_GRACE_SECONDS,
    pythonPackage,
    loadPackage: (hash: string) => loadPackage(db, hash),
  };
  const runners: Runner[] = [];
  if (ray) runners.push(createRayJobRunner({ ...common, client: ray, defaultNumCpus: env.RAY_ENTRYPOINT_NUM_CPUS }));
  if (env.LOCAL_RUNNER) {
    runners.push(
      createLocalRunner({
        ...common,
        python: env.LOCAL_PYTHON,
        inheritedEnv: process.env,
        allowedEnv: env.LOCAL_ENV,
        directory: env.LOCAL_DIRECTORY,
      }),
    );
  }
  if (runners.length === 0) {
    throw new RaydeckError(
      'PRECONDITION',
      'This worker has no runner: set RAY_ADDRESS, or LOCAL_RUNNER=true for development.',
    );
  }
  return new Map(runners.map((runner) => [runner.name, runner]));
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
