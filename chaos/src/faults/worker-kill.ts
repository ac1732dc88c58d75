import type { Fault } from './fault.ts';

/** A worker dies without a word; another process takes its place. Recovered when others have taken over what it drove. */
export const workerKill: Fault = {
  kind: 'worker-kill',
  inject: async ({ installation, random }) => {
    const slot = random.pick(installation.slots);
    const ids = await slot.liveIds();
    const sinceMs = performance.now();
    await slot.end('SIGKILL');
    const isOver = async (): Promise<boolean> => {
      const sql = 'SELECT FROM raydeck.attempt WHERE worker_id = ANY ($1) AND released_at IS NULL LIMIT 1';
      return (await installation.ask(sql, [ids])).length === 0;
    };
    await slot.start();
    return { sinceMs, isOver };
  },
};
