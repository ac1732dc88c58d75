import { type Fault, pause } from './fault.ts';

/** No worker at all for a while. */
export const workersDown: Fault = {
  kind: 'workers-down',
  inject: async ({ installation: { slots }, random }) => {
    await Promise.all(slots.map((slot) => slot.end('SIGKILL')));
    await pause(random.between(2_000, 8_000));
    await Promise.all(slots.map((slot) => slot.start()));
    return undefined;
  },
};
