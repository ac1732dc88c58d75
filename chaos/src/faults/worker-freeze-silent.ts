import { type Fault, pause } from './fault.ts';

/** So long a judge waits for a sign of life before what it cannot see counts as gone. */
const settleMs = 15_000;

/**
 * A worker stands still and its executions reach nobody, for so long that others must take them for lost; then all wake, and
 * report what nobody waits for any more.
 */
export const workerFreezeSilent: Fault = {
  kind: 'worker-freeze-silent',
  inject: async ({ installation: { slots, settings }, random }) => {
    const slot = random.pick(slots);
    slot.signal('SIGSTOP');
    for (const { api } of slots) api.setMode('refuse');
    for (const { api } of slots) api.reset();
    await pause((settings.leaseSeconds + 2 * settings.heartbeatSeconds) * 1000 + settleMs + 4_000);
    for (const { api } of slots) api.setMode('pass');
    await pause(3_000);
    slot.signal('SIGCONT');
    return undefined;
  },
};
