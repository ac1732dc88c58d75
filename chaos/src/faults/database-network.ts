import type { ProxyMode } from '../proxy/tcp-proxy.ts';
import { type Fault, type FaultScene, pause } from './fault.ts';

/** One worker, or all of them. */
function affected({ installation: { slots }, random }: FaultScene) {
  return random.next() < 0.5 ? [random.pick(slots)] : slots;
}

function mode(kind: string, name: ProxyMode, seconds: readonly [from: number, to: number]): Fault {
  return {
    kind,
    inject: async (scene) => {
      const slots = affected(scene);
      for (const { database } of slots) database.setMode(name);
      await pause(scene.random.between(seconds[0] * 1000, seconds[1] * 1000));
      for (const { database } of slots) database.setMode('pass');
      return undefined;
    },
  };
}

/** Connections to PostgreSQL stay open and carry nothing any more. */
export const databaseHalfOpen = mode('database-half-open', 'half-open', [1, 8]);
/** Each portion takes its time. */
export const databaseSlow = mode('database-slow', 'slow', [3, 6]);

/** What all workers sent arrives much later, when their leases are over and nobody has taken their attempts yet. */
export const databaseStall: Fault = {
  kind: 'database-stall',
  inject: async ({ installation: { slots, settings }, random }) => {
    for (const { database } of slots) database.setMode('stall');
    await pause(settings.leaseSeconds * 1000 * (1.4 + random.next() / 2));
    for (const { database } of slots) database.setMode('pass');
    return undefined;
  },
};

/** What workers decide of attempts arrives when their leases, which they cannot renew meanwhile, have been over for a while. */
export const lateJudgements: Fault = {
  kind: 'late-judgements',
  inject: async ({ installation: { slots, settings } }) => {
    for (const { database } of slots) database.setMode('stall', /finish-attempts|SET lease_expires_at/);
    await pause(settings.leaseSeconds * 1000 + 2_500);
    for (const { database } of slots) database.setMode('pass');
    return undefined;
  },
};

/** All connections to PostgreSQL are reset, and for a while there are no new ones. */
export const databaseReset: Fault = {
  kind: 'database-reset',
  inject: async (scene) => {
    const slots = affected(scene);
    for (const { database } of slots) database.setMode('refuse');
    for (const { database } of slots) database.reset();
    await pause(scene.random.between(0, 3_000));
    for (const { database } of slots) database.setMode('pass');
    return undefined;
  },
};

/** Each connection breaks at a random byte of an answer: what was committed was not heard. */
export const databaseCut: Fault = {
  kind: 'database-cut',
  inject: async (scene) => {
    for (const { database } of affected(scene)) database.cutAfter(() => scene.random.between(0, 3_000));
    await pause(2_000);
    return undefined;
  },
};
