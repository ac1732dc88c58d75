import type { RayCluster } from '../environment/ray-cluster.ts';
import { type Fault, type FaultScene, pause } from './fault.ts';
import { rayProcesses } from './ray-processes.ts';

function clusterOf({ installation: { ray } }: FaultScene): RayCluster {
  if (ray === null) throw new Error('This run has no Ray.');
  return ray;
}

/** The head and everything on it dies, and a new one starts at its address, which knows nothing. */
export const rayHead: Fault = {
  kind: 'ray-head',
  runner: 'ray_job',
  inject: async (scene) => {
    await clusterOf(scene).restart();
    return undefined;
  },
};

/** Dashboard and agent stand still: submits, stops and questions hang. */
export const rayDashboard: Fault = {
  kind: 'ray-dashboard-freeze',
  runner: 'ray_job',
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
  runner: 'ray_job',
  inject: async (scene) => {
    const pids = rayProcesses(clusterOf(scene).identity(), /^ray::.*JobSupervisor/);
    for (const pid of scene.random.shuffled(pids).slice(0, 2)) process.kill(pid, 'SIGKILL');
    return undefined;
  },
};

/** Ray has accepted a job, and the answer never arrives. */
export const raySubmit: Fault = {
  kind: 'ray-submit-answer-lost',
  runner: 'ray_job',
  inject: async (scene) => {
    clusterOf(scene).proxy.loseAnswers(/^POST \/api\/jobs\/ /, 3);
    await pause(10_000);
    return undefined;
  },
};
