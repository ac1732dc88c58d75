import type { Fault } from './fault.ts';

/** An administrator ends all sessions of the database. */
export const postgresBackends: Fault = {
  kind: 'postgres-backends',
  inject: async ({ installation }) => {
    await installation.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    return undefined;
  },
};
