import { type Emit, type Runner, type SweepLimits, type SweptJob, sweepFor } from '@raydeck/core';
import { type Database, unownedAttempts } from '@raydeck/db';
import type { RayClient } from '@raydeck/ray';
import type { Leadership } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';

/** What one worker leads here for all who serve a cluster. */
export const raySweep = (address: string): string => `ray:${address}`;

export interface RaySweepOptions {
  db: Database;
  ray: Pick<RayClient, 'address' | 'listJobs' | 'findJob' | 'deleteJob'>;
  /** Of ray_job: it also ends what Ray has not placed yet. */
  stop: Runner['stop'];
  leadership: Leadership;
  emit: Emit;
  limits: SweepLimits;
}

const everyMs = 30_000;
/** Ray's list has no pages: with ten thousand records it takes seconds, of which it may have a twentieth at most. */
const patience = 20;
const portion = 1_000;
/** Each costs Ray a call; what is left waits for the next round. */
const deletionsARound = 500;

type RayJob = Awaited<ReturnType<RayClient['listJobs']>>[number];

/** One of our jobs, by its name: `rd-<installation>-<attempt>`, or `…-end-<uuid>` for a helper that ends by itself. */
interface OurJob {
  name: string;
  attemptId: string | null;
  job: RayJob;
}

/**
 * Looks over all jobs of this installation that Ray lists: what runs on without anybody who drives it is stopped, old records are
 * deleted. Ray is read before the primary, and both once more before each stop, so a job that was submitted just now, or whose
 * attempt was adopted, is left. Doing it twice does no harm.
 */
export function createRaySweep(options: RaySweepOptions): Loop {
  const { db, ray, leadership, emit, limits } = options;
  const firstSeenAt = new Map<string, number>();
  const told = new Set<string>();

  const look = async (): Promise<OurJob[]> => {
    const [row] = await db.prisma.installation.findMany();
    const jobs = oursOf(await ray.listJobs(), `rd-${row?.id ?? ''}-`);
    const names = new Set(jobs.map(({ name }) => name));
    for (const name of firstSeenAt.keys()) if (!names.has(name)) firstSeenAt.delete(name);
    for (const name of told) if (!names.has(name)) told.delete(name);
    const now = performance.now();
    for (const name of names) if (!firstSeenAt.has(name)) firstSeenAt.set(name, now);
    return jobs;
  };

  const unownedAmong = async (attemptIds: string[]): Promise<Map<string, string | null>> => {
    const unowned = new Map<string, string | null>();
    for (let start = 0; start < attemptIds.length; start += portion) {
      const rows = await db.run(unownedAttempts, [attemptIds.slice(start, start + portion)]);
      for (const { attemptId, taskId } of rows) unowned.set(attemptId, taskId);
    }
    return unowned;
  };

  const sweptOf = ({ name, attemptId, job }: OurJob, unowned: Map<string, string | null>): SweptJob => ({
    isTerminal: isTerminal(job),
    seenAgeMs: performance.now() - (firstSeenAt.get(name) ?? Infinity),
    endedAgeMs: job.endedAtMs === null ? null : Date.now() - job.endedAtMs,
    isDriven: attemptId === null ? !isTerminal(job) : !unowned.has(attemptId),
  });

  const stopOrphan = async (name: string, attemptId: string): Promise<void> => {
    const job = await ray.findJob(name);
    const [unowned] = await db.run(unownedAttempts, [[attemptId]]);
    if (!unowned || job === null || isTerminal(job)) return;
    await options.stop({ attemptId, executionName: name, rayAddress: ray.address, raySession: null });
    if (told.has(name)) return;
    told.add(name);
    const { taskId } = unowned;
    emit({ type: 'job.orphan_stopped', executionName: name, attemptId, taskId });
    if (taskId === null) return;
    const reason = 'its execution ran on, and nobody drove it';
    await db.prisma.taskEvent.create({ data: { taskId, attemptId, kind: 'orphan_stopped', actor: 'raydeck', reason } });
  };

  const sweep = async (): Promise<void> => {
    const jobs = await look();
    const unowned = await unownedAmong(jobs.flatMap(({ attemptId }) => attemptId ?? []));
    const failures: unknown[] = [];
    let deleted = 0;
    for (const one of jobs) {
      const verdict = sweepFor(sweptOf(one, unowned), limits);
      const { name, attemptId } = one;
      try {
        if (verdict === 'stop' && attemptId !== null) await stopOrphan(name, attemptId);
        if (verdict === 'delete' && deleted < deletionsARound && (await ray.deleteJob(name))) deleted += 1;
      } catch (error) {
        failures.push(error);
      }
      if (!leadership.leads(raySweep(ray.address))) break;
    }
    if (deleted > 0) emit({ type: 'job.records_deleted', address: ray.address, count: deleted });
    // One job that Ray stumbles over does not keep the others from their turn.
    if (failures.length > 0) throw failures[0];
  };

  const round = async (): Promise<number> => {
    const startedAt = performance.now();
    if (leadership.leads(raySweep(ray.address))) await sweep();
    return Math.max(everyMs, patience * (performance.now() - startedAt)) * (0.9 + 0.2 * Math.random());
  };
  return createLoop({ name: 'ray-sweep', round, emit });
}

function isTerminal({ status }: RayJob): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'STOPPED';
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function oursOf(jobs: readonly RayJob[], prefix: string): OurJob[] {
  return jobs.flatMap((job) => {
    const name = job.submissionId;
    if (name === null || !name.startsWith(prefix)) return [];
    const rest = name.slice(prefix.length);
    return [{ name, attemptId: uuid.test(rest) ? rest : null, job }];
  });
}
