import { type Fault, pause } from './fault.ts';

/**
 * Executions are on their way and cannot reach the gate when their worker stands still; its attempts are taken over and
 * submitted again; then all wake at once, and two executions of one attempt stand before the gate.
 */
export const workerFreezeUnstarted: Fault = {
  kind: 'worker-freeze-unstarted',
  inject: async ({ installation: { slots, settings }, random }) => {
    const slot = random.pick(slots);
    for (const { api } of slots) api.setMode('refuse');
    for (const { api } of slots) api.reset();
    await pause(1_500);
    slot.signal('SIGSTOP');
    await pause(settings.leaseSeconds * 1000 + settings.heartbeatSeconds * 2_000 + 1_000);
    slot.signal('SIGCONT');
    for (const { api } of slots) api.setMode('pass');
    return undefined;
  },
};
