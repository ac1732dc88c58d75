import { type Fault, pause } from './fault.ts';

/** PostgreSQL dies without a word and comes back on the same data. */
export const postgresCrash: Fault = {
  kind: 'postgres-crash',
  inject: async ({ installation: { server }, random }) => {
    await server.kill();
    await pause(random.between(0, 4_000));
    await server.start();
    return undefined;
  },
};
