import type { Job, RayClient } from '@raydeck/ray';

/** Younger jobs were submitted through the agent that watches them. */
const OLD_MS = 60_000;
const NUDGE_EVERY_MS = 60_000;

/**
 * After an agent's restart the record of a job stays RUNNING, whatever happens to the job, until somebody calls that agent
 * (trap 9 of the Ray facts). So each node that has an old RUNNING job is called once a minute; one call makes its agent look
 * after all jobs again. Returns at once: what the agent finds out is in the next observation.
 */
export function createAgentNudger(client: Pick<RayClient, 'nudgeAgent'>): (id: string, job: Job) => void {
  const nudgedAtMs = new Map<string, number>();
  return (id, job) => {
    if (job.status !== 'RUNNING' || job.nodeId === null || job.startedAtMs === null) return;
    const nowMs = Date.now();
    if (nowMs - job.startedAtMs < OLD_MS) return;
    if (nowMs - (nudgedAtMs.get(job.nodeId) ?? 0) < NUDGE_EVERY_MS) return;
    for (const [nodeId, atMs] of nudgedAtMs) if (nowMs - atMs >= NUDGE_EVERY_MS) nudgedAtMs.delete(nodeId);
    nudgedAtMs.set(job.nodeId, nowMs);
    void client.nudgeAgent(id);
  };
}
