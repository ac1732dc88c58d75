import type { ExecutionRef, Observation } from '@raydeck/core';
import { type Job, type RayClient, RayError, type RayProbe } from '@raydeck/ray';
import type { KnownNodes } from './known-nodes.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { observationOfJob } from './observation-of-job.ts';
import type { SetupLog } from './setup-logs.ts';

/** A busy head answers some thousand of these calls in a second; more at once only queue up in it. */
const CONCURRENCY = 8;

type Seen = Observation | 'no record';

/**
 * One GET for each execution. An execution without a record is `absent` only when the cluster is seen to be whole
 * *afterwards*: then its record is gone, by a restart of the head or by somebody's delete, and will not come back.
 */
export async function observeJobs(
  client: Pick<RayClient, 'address' | 'findJob' | 'probe'>,
  refs: readonly ExecutionRef[],
  running: {
    /** Called for each, in passing. */
    nudge: (id: string, job: Job) => void;
    nodes: KnownNodes;
    setupLog: SetupLog;
  },
): Promise<Observation[]> {
  let isSilent = false;
  const seen = await mapConcurrently(refs, CONCURRENCY, async (ref): Promise<Seen> => {
    if (ref.rayAddress !== client.address) return elsewhere(ref);
    // With a dead head each call waits for its whole timeout: what one has waited for counts for all.
    if (isSilent) return { kind: 'unknown', detail: `Ray at ${client.address} does not answer.` };
    try {
      const job = await client.findJob(ref.executionName);
      if (job === null) return 'no record';
      running.nudge(ref.executionName, job);
      return (await withoutHost(job, running.nodes)) ?? (await withSetupLog(job, running.setupLog));
    } catch (error) {
      isSilent ||= error instanceof RayError && error.reason === 'unreachable';
      if (isSilent) running.nodes.doubt();
      return { kind: 'unknown', detail: error instanceof Error ? error.message : String(error) };
    }
  });
  const probe = seen.includes('no record') ? await client.probe() : null;
  return seen.map((one, index) => (one === 'no record' ? withoutRecord(probe, refs[index]?.raySession ?? null) : one));
}

async function withSetupLog(job: Job, setupLog: SetupLog): Promise<Observation> {
  const seen = observationOfJob(job);
  const isInSetup = seen.kind === 'pending' || (seen.kind === 'ended' && seen.cause === 'runtime_env_setup_failed');
  const text = isInSetup ? await setupLog(job) : null;
  return isInSetup && text !== null ? { ...seen, setupLog: text } : seen;
}

/**
 * Two records stay as they are for ever. One of a job that ran says RUNNING when its node went down together with the agent that watched
 * over it. And one that waited says PENDING when a head that keeps its records (GCS on Redis or RocksDB) was started anew: what
 * was to call its supervisor was the old head's agent, and Ray calls nobody twice.
 */
async function withoutHost(job: Job, nodes: KnownNodes): Promise<Observation | null> {
  const why = job.status === 'RUNNING' && job.nodeId !== null ? await nodes.whyDead(job.nodeId) : null;
  if (why !== null) {
    const detail = `Its node died. ${why}`.trim();
    return { kind: 'ended', exitCode: null, cause: 'actor_died', detail, nodeId: job.nodeId };
  }
  const headSinceMs = job.status === 'PENDING' && job.startedAtMs !== null ? await nodes.headSinceMs() : null;
  if (headSinceMs === null || (job.startedAtMs ?? Infinity) >= headSinceMs) return null;
  return { kind: 'absent', detail: "Ray's head was started anew while it waited to be placed.", isRestarted: true };
}

function withoutRecord(probe: RayProbe | null, session: string | null): Observation {
  if (probe?.state !== 'ok') return { kind: 'unknown', detail: probe?.detail ?? 'Nobody has asked Ray.' };
  if (session === null || session === probe.session) return { kind: 'absent', detail: 'Ray has no record of it.' };
  const detail = `Ray was restarted and has no record of it (${session}, now ${probe.session}).`;
  return { kind: 'absent', detail, isRestarted: true };
}

function elsewhere(ref: ExecutionRef): Observation {
  return { kind: 'unknown', detail: `It was sent to ${ref.rayAddress ?? 'no Ray'}, which this worker does not serve.` };
}
