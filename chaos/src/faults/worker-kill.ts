import { until } from '@raydeck/testing';
import type { Fault } from './fault.ts';

const limitMs = 120_000;

/** A worker dies without a word. Recovered when the others have taken over what it drove; then another takes its place. */
export const workerKill: Fault = {
  kind: 'worker-kill',
  inject: async ({ installation, random }) => {
    const slot = random.pick(installation.slots);
    const ids = await slot.liveIds();
    const killedAt = performance.now();
    await slot.end('SIGKILL');
    const sql = 'SELECT FROM raydeck.attempt WHERE worker_id = ANY ($1) AND released_at IS NULL LIMIT 1';
    const isOver = async (): Promise<boolean> => (await installation.ask(sql, [ids])).length === 0;
    const recoveryMs = await until('its attempts to be adopted', isOver, { deadlineMs: limitMs }).then(
      () => performance.now() - killedAt,
      () => null,
    );
    await slot.start();
    return recoveryMs;
  },
};
