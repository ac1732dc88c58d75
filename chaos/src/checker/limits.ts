import type { AttemptFact, History, QueueFact } from '../history/history.ts';
import { mostAtOnce, type Stretch } from './overlap.ts';
import type { Violation } from './violation.ts';

type Known = Pick<History, 'queues' | 'attempts' | 'effects'>;

/**
 * No more attempts hold a place than a limit allows, by the database's times (claim to release), and no more user code runs at
 * once, by its own lines. A place is not free while user code of its attempt still runs.
 */
export function checkLimits({ queues, attempts, effects }: Known): Violation[] {
  const ranOf = runs(effects);
  const limited = new Map(queues.map((queue) => [queue.name, queue]));
  return [
    ...queues.flatMap((queue) =>
      checkQueue(
        queue,
        attempts.filter(({ slotQueue }) => slotQueue === queue.name),
        ranOf,
      ),
    ),
    ...attempts
      .filter(({ slotQueue }) => slotQueue !== null && limited.has(slotQueue))
      .flatMap((attempt) => checkRelease(attempt, ranOf.get(attempt.id))),
  ];
}

function checkQueue(queue: QueueFact, attempts: AttemptFact[], ranOf: Map<string, Stretch>): Violation[] {
  const groups: { name: string; limit: number | null; attempts: AttemptFact[] }[] = [
    { name: queue.name, limit: queue.concurrencyLimit, attempts },
    ...[...Map.groupBy(attempts, ({ slotKey }) => slotKey)]
      .filter(([key]) => key !== null)
      .map(([key, own]) => ({ name: `${queue.name}/${key}`, limit: queue.keyLimit, attempts: own })),
  ];
  return groups.flatMap(({ name, limit, attempts: own }) =>
    limit === null
      ? []
      : [
          ...exceeds('limit-exceeded', `places of ${name}`, limit, own.map(heldBy)),
          ...exceeds(
            'limit-exceeded-by-code',
            `user code of ${name}`,
            limit,
            own.flatMap(({ id }) => ranOf.get(id) ?? []),
          ),
        ],
  );
}

function exceeds(rule: string, what: string, limit: number, stretches: Stretch[]): Violation[] {
  const { count, atMs } = mostAtOnce(stretches);
  if (count <= limit) return [];
  return [
    {
      rule,
      taskId: null,
      detail: `${what}: ${count} at once at ${new Date(atMs).toISOString()}, the limit is ${limit}`,
    },
  ];
}

function checkRelease(attempt: AttemptFact, ran: Stretch | undefined): Violation[] {
  const { id, taskId, number, state, releasedAtMs } = attempt;
  if (!ran || releasedAtMs === null || ran.toMs <= releasedAtMs) return [];
  const lateMs = Math.round(ran.toMs - releasedAtMs);
  const detail = `attempt ${number} (${id}), ${state}: its place was free ${lateMs} ms before its user code ended`;
  return [{ rule: 'released-while-running', taskId, detail }];
}

function heldBy({ submittedAtMs, releasedAtMs }: AttemptFact): Stretch {
  return { fromMs: submittedAtMs, toMs: releasedAtMs ?? Infinity };
}

/** User code that wrote no end was killed, and nobody knows when: at least it ran when it wrote its start. */
function runs(effects: History['effects']): Map<string, Stretch> {
  const stretches = new Map<string, Stretch>();
  for (const { attemptId, wallMs } of effects) {
    const known = stretches.get(attemptId);
    stretches.set(
      attemptId,
      known ? { ...known, toMs: Math.max(known.toMs, wallMs) } : { fromMs: wallMs, toMs: wallMs },
    );
  }
  return stretches;
}
