import type { Jobs } from '@raydeck/jobs';
import { createParts, type Parts } from './container.ts';
import type { Env } from './env.ts';
import { createHealth, type Health } from './health.ts';
import { type Answer, listen, type Upgrade } from './listen.ts';

/** A worker that runs. */
export interface Worker {
  readonly attemptApiUrl: string;
  readonly healthUrl: string;
  readonly workerId: string;
  /** Hands over within ten seconds: Ray jobs run on and are adopted, `local` children end. Safe twice. */
  stop(): Promise<void>;
}

/** How long the end of `local` children may take to be written down. */
const farewellMs = 4_000;

/** Starts everything in order: who reports must be heard before anything is submitted. Throws with one sentence why not. */
export async function startWorker(env: Env): Promise<Worker> {
  // Executions are told the address before the parts exist that answer there.
  let answer: Answer = () => new Response(null, { status: 503, headers: { 'retry-after': '1' } });
  let upgrade: Upgrade = (_request, socket) => socket.destroy();
  const api = await listen(
    (request) => answer(request),
    env.ATTEMPT_API_HOST,
    env.ATTEMPT_API_PORT,
    (request, socket, head) => upgrade(request, socket, head),
  );
  const attemptApiUrl = `http://${env.ATTEMPT_API_HOST}:${api.port}`;
  const parts = await createParts(env, env.ATTEMPT_API_URLS ?? [attemptApiUrl], api.port);
  answer = parts.attemptApi.fetch;
  upgrade = parts.upgrade;
  const health = await listen(createHealth(() => look(parts), parts.metrics).fetch, env.HEALTH_HOST, env.HEALTH_PORT);
  await parts.cluster.look();
  await parts.lease.begin();
  const jobs = await parts.startJobs();
  // Said and not waited for: small results and short logs do without.
  parts.storage.check().catch((error: unknown) => parts.log.warn({ event: 'storage.unavailable', error }));
  for (const loop of parts.loops) loop.start();
  parts.listener.start();

  let stopping: Promise<void> | null = null;
  return {
    attemptApiUrl,
    healthUrl: `http://${env.HEALTH_HOST}:${health.port}`,
    get workerId() {
      return parts.lease.workerId;
    },
    stop: () => (stopping ??= stop(parts, jobs, [api, health])),
  };
}

async function stop(parts: Parts, jobs: Pick<Jobs, 'stop'>, servers: { stop(): Promise<void> }[]): Promise<void> {
  const { lease, driver, dispatcher, listener, runners, emit, db, storage } = parts;
  emit({ type: 'worker.stopping', workerId: lease.workerId, live: driver.held });
  await Promise.all([dispatcher.stop(), listener.stop(), jobs.stop()]);
  // Children of `local` report over the attempt API while they end; then their attempts are written down.
  await Promise.all([...runners.values()].filter((runner) => runner.name === 'local').map((runner) => runner.close()));
  await sayFarewell(parts);
  await Promise.all(parts.loops.map((loop) => loop.stop()));
  await lease.end();
  await Promise.all([...runners.values()].map((runner) => runner.close()));
  await Promise.all(servers.map((server) => server.stop()));
  await parts.tracing?.close();
  await storage.close();
  await db.close();
}

async function sayFarewell({ driver, runners }: Parts): Promise<void> {
  if (!runners.has('local')) return;
  const until = performance.now() + farewellMs;
  while (driver.heldBy('local') > 0 && performance.now() < until) {
    driver.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function look({ db, lease, driver, cluster, env }: Parts): Promise<Health> {
  const problems: string[] = [];
  await db.pool.query('SELECT 1').catch(() => problems.push('PostgreSQL does not answer.'));
  if (!lease.isLive()) problems.push('This worker has no live lease.');
  if (env.RAY_ADDRESS && cluster.current() === null) problems.push(`Ray does not answer at ${env.RAY_ADDRESS}.`);
  return { workerId: lease.workerId, held: driver.held, concurrency: env.CONCURRENCY, problems };
}
