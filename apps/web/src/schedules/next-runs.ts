import { RaydeckError, ticksOf } from '@raydeck/core';

/** The next times of a cron expression, or what is wrong with it and where. */
export type NextRuns = { runs: Date[] } | { path: 'cron' | 'timeZone'; problem: string };

export function nextRuns({ cron, timeZone }: { cron: string; timeZone: string }, after: Date, count: number): NextRuns {
  try {
    const ticks = ticksOf(cron, timeZone);
    const runs: Date[] = [];
    for (let next = ticks.after(after); next && runs.length < count; next = ticks.after(next)) runs.push(next);
    return runs.length > 0 ? { runs } : { path: 'cron', problem: 'This matches no date, such as 30 February.' };
  } catch (error) {
    if (!(error instanceof RaydeckError)) throw error;
    const path = error.path === 'timeZone' ? 'timeZone' : 'cron';
    return { path, problem: sentence(error.message.replace(/^\w+: /, '')) };
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
