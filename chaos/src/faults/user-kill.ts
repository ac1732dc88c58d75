import { identifyProcess } from '@raydeck/embedded';
import { readEffects } from '../history/effect.ts';
import type { Fault } from './fault.ts';

/** Processes of user code are killed from outside, as the kernel does when memory is short. */
export const userKill: Fault = {
  kind: 'user-kill',
  inject: async ({ installation: { effectsFile }, random }) => {
    const open = new Map<string, number>();
    for (const { event, run, pid } of await readEffects(effectsFile)) {
      if (event === 'start') open.set(run, pid);
      else open.delete(run);
    }
    const running = [...open.values()].filter((pid) => identifyProcess(pid) !== undefined);
    for (const pid of random.shuffled(running).slice(0, 3)) kill(pid);
    return undefined;
  },
};

/** Pids are handed out again; what had this one a moment ago is user code of ours, or gone. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
