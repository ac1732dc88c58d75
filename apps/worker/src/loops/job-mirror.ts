import type { Emit } from '@raydeck/core';
import { type Database, keepJobLog, type MirroredJob, mirrorJobs, pruneJobs, wantedJobLogs } from '@raydeck/db';
import type { RayClient } from '@raydeck/ray';
import type { ClusterWatch } from './cluster-watch.ts';
import type { Leadership } from './leadership.ts';
import { createLoop, type Loop } from './loop.ts';
import { raySweep } from './ray-sweep.ts';

export interface JobMirrorOptions {
  db: Database;
  ray: Pick<RayClient, 'address' | 'listJobs' | 'jobLogTail'>;
  cluster: Pick<ClusterWatch, 'current'>;
  leadership: Pick<Leadership, 'leads'>;
  emit: Emit;
  /** How long a job is kept that Ray no longer lists. */
  keepDays: number;
}

const everyMs = 10_000;
/** Ray's list has no pages: with ten thousand records it takes seconds, of which it may have a twentieth at most. */
const patience = 20;
const logsARound = 20;
/** A list that has not changed is copied again so often. */
const unchangedEveryMs = 120_000;
/** While something runs its output grows. */
const logsEveryMs = 30_000;
const pruneEveryMs = 300_000;
const prunedARound = 1_000;
const longestEntrypoint = 4_000;
const longestMessage = 20_000;

/**
 * Copies what Ray says of all jobs of the cluster, ours or not, to the database, where it outlives the head. One worker does it for
 * all; it only reads from Ray. A crash leaves the copy as of the last round.
 */
export function createJobMirror(options: JobMirrorOptions): Loop {
  const { db, ray, cluster, leadership, emit, keepDays } = options;

  let copied = { text: '', at: -Infinity };
  let logsAt = -Infinity;
  let prunedAt = -Infinity;

  /** Whether the copy is as Ray says; not when another head answers meanwhile. */
  const copy = async (session: string, jobs: readonly RayJob[]): Promise<boolean> => {
    const text = JSON.stringify([session, jobs]);
    if (text === copied.text && performance.now() - copied.at < unchangedEveryMs) return true;
    const [installation] = await db.prisma.installation.findMany();
    // A head that was replaced meanwhile has told of its own jobs: they belong to the next round.
    if (cluster.current()?.session !== session) return false;
    const records = jobs.map((job) => recordOf(job, `rd-${installation?.id ?? ''}-`));
    await db.run(mirrorJobs, [ray.address, session, JSON.stringify(records.filter((record) => record !== null))]);
    copied = { text, at: performance.now() };
    logsAt = -Infinity;
    return true;
  };

  const keepLogs = async (session: string): Promise<void> => {
    const wanted = await db.run(wantedJobLogs, [ray.address, session, logsARound]);
    for (const { id, submissionId } of wanted) {
      // A node that is gone has taken the log along; the row says when it was tried.
      const tail = await ray.jobLogTail(submissionId).catch(() => null);
      await db.run(keepJobLog, [id, tail === null ? null : storable(tail)]);
    }
    // A full portion may have left some.
    if (wanted.length < logsARound) logsAt = performance.now();
  };

  const mirror = async (session: string): Promise<void> => {
    const jobs = await ray.listJobs();
    if (!(await copy(session, jobs))) return;
    const isRunning = jobs.some(({ status }) => status === 'RUNNING');
    if (performance.now() - logsAt >= (isRunning ? logsEveryMs : unchangedEveryMs)) await keepLogs(session);
  };

  const round = async (): Promise<number> => {
    const startedAt = performance.now();
    const session = cluster.current()?.session ?? null;
    if (leadership.leads(raySweep(ray.address))) {
      if (session !== null) await mirror(session);
      if (startedAt - prunedAt >= pruneEveryMs) {
        const pruned = await db.run(pruneJobs, [keepDays, prunedARound]);
        // A full portion may have left some.
        if (pruned.length < prunedARound) prunedAt = startedAt;
      }
    }
    return Math.max(everyMs, patience * (performance.now() - startedAt)) * (0.9 + 0.2 * Math.random());
  };
  return createLoop({ name: 'job-mirror', round, emit });
}

type RayJob = Awaited<ReturnType<RayClient['listJobs']>>[number];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Null for what has no name at all. */
function recordOf(job: RayJob, ours: string): MirroredJob | null {
  const key = job.submissionId ?? job.jobId;
  if (key === null) return null;
  const rest = job.submissionId?.startsWith(ours) ? job.submissionId.slice(ours.length) : '';
  const { submissionId, jobId, type, status, errorType, nodeId, exitCode, startedAtMs, endedAtMs } = job;
  return {
    key,
    submissionId,
    jobId,
    type,
    status,
    entrypoint: storable(job.entrypoint).slice(0, longestEntrypoint),
    message: job.message === null ? null : storable(job.message).slice(0, longestMessage),
    errorType,
    attemptId: uuid.test(rest) ? rest : null,
    metadata: Object.fromEntries(Object.entries(job.metadata).map((pair) => pair.map(storable))) as Record<
      string,
      string
    >,
    nodeId,
    exitCode,
    startedAtMs,
    // Ray says 0 of what has not ended.
    endedAtMs: endedAtMs === 0 ? null : endedAtMs,
  };
}

/** PostgreSQL's text holds no NUL and no half characters. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
