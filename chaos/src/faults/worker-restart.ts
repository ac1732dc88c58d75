import type { Fault } from './fault.ts';

/** A rolling deploy: one worker after the other is told to end and started again. */
export const workerRestart: Fault = {
  kind: 'worker-restart',
  inject: async ({ installation: { slots } }) => {
    for (const slot of slots) {
      await slot.end('SIGTERM');
      await slot.start();
    }
    return undefined;
  },
};
