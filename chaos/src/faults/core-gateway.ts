import { type Fault, type FaultScene, pause } from './fault.ts';
import { clusterOf } from './ray-cluster.ts';
import { rayProcesses } from './ray-processes.ts';

/** Processes of gateways, without the shells that Ray has started them by. */
function gateways(scene: FaultScene): number[] {
  return rayProcesses(clusterOf(scene).identity(), /^\S*python\S* -m raydeck\.gateway/);
}

/** Actors are killed from outside, whatever they do: they run a task, wait for one, or are not up yet. */
export const coreActorKill: Fault = {
  kind: 'core-actor-kill',
  runners: ['ray_core'],
  inject: async (scene) => {
    const pids = rayProcesses(clusterOf(scene).identity(), /^ray::.*(RaydeckLane|raydeck-)/);
    for (const pid of scene.random.shuffled(pids).slice(0, 2)) kill(pid, 'SIGKILL');
    return undefined;
  },
};

/** The gateway dies without a word; Ray ends its actors. */
export const coreGatewayKill: Fault = {
  kind: 'core-gateway-kill',
  runners: ['ray_core'],
  inject: async (scene) => {
    for (const pid of gateways(scene)) kill(pid, 'SIGKILL');
    return undefined;
  },
};

/** The gateway stands still for longer than its lease and goes on as if nothing had been; its actors run on meanwhile. */
export const coreGatewayFreeze: Fault = {
  kind: 'core-gateway-freeze',
  runners: ['ray_core'],
  inject: async (scene) => {
    const pids = gateways(scene);
    for (const pid of pids) kill(pid, 'SIGSTOP');
    await pause(scene.installation.settings.leaseSeconds * 1000 * (0.5 + scene.random.next()));
    for (const pid of pids) kill(pid, 'SIGCONT');
    return undefined;
  },
};

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
