import { type Fault, pause } from './fault.ts';

/**
 * A worker has asked for its attempts and stands still before it hears the answer, for longer than its lease; it wakes with the
 * answer before it, in which all is still its own, and some executions have ended meanwhile.
 */
export const workerFreezeJudging: Fault = {
  kind: 'worker-freeze-judging',
  inject: async ({ installation: { slots, settings }, random }) => {
    const slot = random.pick(slots);
    slot.database.setMode('stall-answers');
    await pause(1_000);
    slot.signal('SIGSTOP');
    await pause(settings.leaseSeconds * 1000 + 2_500);
    slot.database.setMode('pass');
    await pause(200);
    slot.signal('SIGCONT');
    return undefined;
  },
};
