import type { Figure } from '../result.ts';
import type { DjangoRay } from './django-ray.ts';
import type { Peer } from './peer.ts';

export interface Compared {
  celery: Peer;
  raydeck: Peer;
  djangoRay: DjangoRay;
  /** The steady rate of the latencies. */
  perSecond: number;
  /** What Raydeck, idle, takes of the machine while Celery drains. */
  idleRaydeckCores: number;
}

/** How many times as fast as Celery a drain has to be. */
const atLeastTimes = 10;

/** Each figure of Raydeck beside that of Celery, and what the parts of both take. */
export function comparedFigures({ celery, raydeck, djangoRay, perSecond, idleRaydeckCores }: Compared): Figure[] {
  const beside = (name: string, unit: string, of: (peer: Peer) => number): Figure => ({
    name,
    unit,
    value: of(raydeck),
    against: 'Celery + Redis',
    reference: of(celery),
  });
  return [
    {
      ...beside('drain', 'tasks/s', (peer) => peer.tasksPerSecond),
      bar: { atLeast: atLeastTimes * celery.tasksPerSecond },
    },
    ...('missing' in djangoRay ? [] : [besideDjangoRay(raydeck, djangoRay)]),
    beside('  CPU of all its processes', 'ms a task', (peer) => sum(peer.cpuMsPerTask)),
    { name: '  Raydeck idle while Celery drains', value: idleRaydeckCores, unit: 'cores' },
    ...(['p50', 'p95', 'p99'] as const).map((quantile) =>
      beside(`enqueue → finished at ${perSecond}/s, ${quantile}`, 'ms', (peer) => peer.latenciesMs[quantile]),
    ),
    beside('memory of all its processes', 'MB', (peer) => sum(peer.memoryMb)),
    ...[celery, raydeck].flatMap(({ memoryMb }) =>
      Object.entries(memoryMb).map(([part, value]): Figure => ({ name: `  of ${part}`, value, unit: 'MB' })),
    ),
  ];
}

function besideDjangoRay(raydeck: Peer, { tasksPerSecond }: { tasksPerSecond: number }): Figure {
  const reference = { against: 'django-ray', reference: tasksPerSecond };
  return { name: '  the same', value: raydeck.tasksPerSecond, unit: 'tasks/s', ...reference };
}

function sum(parts: Record<string, number>): number {
  return Object.values(parts).reduce((total, value) => total + value, 0);
}
