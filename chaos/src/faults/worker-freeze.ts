import { type Fault, pause } from './fault.ts';

/** A worker stands still for longer than its lease and goes on as if nothing had been. */
export const workerFreeze: Fault = {
  kind: 'worker-freeze',
  inject: async ({ installation: { slots, settings }, random }) => {
    const slot = random.pick(slots);
    slot.signal('SIGSTOP');
    await pause(settings.leaseSeconds * 1000 * (1.2 + random.next()));
    slot.signal('SIGCONT');
    return undefined;
  },
};
