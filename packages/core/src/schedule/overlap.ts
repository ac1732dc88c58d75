/** What a tick does while a task of the same schedule has not ended. */
export const overlaps = ['allow', 'skip', 'queue', 'cancel-previous'] as const;

export type Overlap = (typeof overlaps)[number];

/** At most so many ticks of a schedule wait; further ones are skipped. */
export const mostWaiting = 1_000;

/** What stands when ticks are due. */
export interface Standing {
  /** Whether a task of the schedule has not ended. */
  isBusy: boolean;
  /** Ticks that wait already. */
  waiting: number;
}

export type Plan = { do: 'enqueue' } | { do: 'wait' } | { do: 'skip'; why: string };

const busy: Plan = { do: 'skip', why: 'The task of an earlier tick had not ended.' };
const overtaken: Plan = { do: 'skip', why: 'A later tick came before this one could run.' };
const full: Plan = { do: 'skip', why: `${mostWaiting} ticks wait already.` };

/** What each of `count` due ticks does, oldest first. The task that one of them enqueues has not ended for those after it. */
export function planTicks(overlap: Overlap, count: number, { isBusy, waiting }: Standing): Plan[] {
  const places = Array.from({ length: count }, (_, at) => at);
  switch (overlap) {
    case 'allow':
      return places.map(() => ({ do: 'enqueue' }));
    case 'skip':
      return places.map((at) => (at === 0 && !isBusy ? { do: 'enqueue' } : busy));
    case 'cancel-previous':
      return places.map((at) => (at === count - 1 ? { do: 'enqueue' } : overtaken));
    case 'queue': {
      const isFree = !isBusy && waiting === 0;
      const room = mostWaiting - waiting + (isFree ? 1 : 0);
      return places.map((at) => (at === 0 && isFree ? { do: 'enqueue' } : at < room ? { do: 'wait' } : full));
    }
  }
}
