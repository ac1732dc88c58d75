import type { Fault } from './fault.ts';

/** The connections by which workers hear hints die. */
export const listenerKill: Fault = {
  kind: 'listener-kill',
  inject: async ({ installation }) => {
    await installation.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'raydeck-worker-listen'`);
    return undefined;
  },
};
