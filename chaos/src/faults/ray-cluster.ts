import { until } from '@raydeck/testing';
import type { RayCluster } from '../environment/ray-cluster.ts';
import { type Fault, type FaultScene, pause } from './fault.ts';
import { rayProcesses } from './ray-processes.ts';

export function clusterOf({ installation: { ray } }: FaultScene): RayCluster {
  if (ray === null) throw new Error('This run has no Ray.');
  return ray;
}

const both = ['ray_job', 'ray_core'] as const;

/** Nothing of before the restart counts as running, and something that started after it has ended well. */
const overHead = `SELECT WHERE
  NOT EXISTS (SELECT FROM raydeck.attempt WHERE runner IN ('ray_job', 'ray_core') AND submitted_at < to_timestamp($1) AND finished_at IS NULL)
  AND EXISTS (SELECT FROM raydeck.attempt WHERE runner IN ('ray_job', 'ray_core') AND started_at > to_timestamp($2) AND state = 'SUCCEEDED')`;

/**
 * Recovered, from the new head's first job of its own, when all that the old one had is judged and a job has ended well on the new
 * one; a fresh task would wait for all that Ray then starts at once, one a second.
 */
async function headRestart(scene: FaultScene, options: { keepsRecords: boolean }): Promise<number | null> {
  const diedAtSeconds = Date.now() / 1000;
  await clusterOf(scene).restart(options);
  const returnedAt = performance.now();
  const values = [diedAtSeconds, Date.now() / 1000];
  const isOver = async (): Promise<boolean> =>
    (await scene.installation.ask(overHead, values).catch(() => [])).length > 0;
  return until('Ray to be in use again', isOver, { deadlineMs: 120_000 }).then(
    () => performance.now() - returnedAt,
    () => null,
  );
}

/** The head and everything on it dies, and a new one starts at its address, which knows nothing. */
export const rayHead: Fault = {
  kind: 'ray-head',
  runners: both,
  inject: (scene) => headRestart(scene, { keepsRecords: false }),
};

/** The same, and the new one has the old one's records, also of what no longer runs: GCS fault tolerance. */
export const rayHeadKept: Fault = {
  kind: 'ray-head-kept',
  runners: both,
  inject: (scene) => headRestart(scene, { keepsRecords: true }),
};

/** Dashboard and agent stand still: submits, stops and questions hang. */
export const rayDashboard: Fault = {
  kind: 'ray-dashboard-freeze',
  runners: both,
  inject: async (scene) => {
    const pids = rayProcesses(clusterOf(scene).identity(), /ray\/dashboard\//);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await pause(scene.random.between(3_000, 15_000));
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    return undefined;
  },
};

/** What Ray has between itself and a job's process dies. */
export const raySupervisor: Fault = {
  kind: 'ray-supervisor-kill',
  runners: both,
  inject: async (scene) => {
    const pids = rayProcesses(clusterOf(scene).identity(), /^ray::.*JobSupervisor/);
    for (const pid of scene.random.shuffled(pids).slice(0, 2)) process.kill(pid, 'SIGKILL');
    return undefined;
  },
};

/** Ray accepts jobs, and nobody hears of it, nor whether it has them: for a while each submit is in doubt. */
export const raySubmit: Fault = {
  kind: 'ray-submit-answer-lost',
  runners: ['ray_job'],
  inject: async (scene) => {
    const { proxy } = clusterOf(scene);
    const before = proxy.lost;
    proxy.loseAnswers(/^(POST \/api\/jobs\/|GET \/api\/jobs\/rd-)/);
    await pause(8_000);
    // A busy Ray takes longer to answer at all.
    await until('answers to get lost', () => proxy.lost >= before + 2, { deadlineMs: 40_000 }).catch(() => undefined);
    proxy.loseAnswers(null);
    return undefined;
  },
};
