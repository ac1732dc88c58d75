import type { DueTicks, Plan } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';

const outcomes = { enqueue: 'enqueued', wait: 'waiting', skip: 'skipped' } as const;

/**
 * Makes the rows of these ticks, and returns those that nobody had made: whoever makes a tick's row makes its task. Missed ticks
 * have one row for all of them.
 */
export async function recordTicks(
  tx: Prisma.TransactionClient,
  scheduleId: string,
  { run, missed }: DueTicks,
  plans: readonly Plan[],
): Promise<{ tick: Date; plan: Plan }[]> {
  const planned = run.flatMap((tick, at) => {
    const plan = plans[at];
    return plan ? [{ tick, plan }] : [];
  });
  const rows = planned.map(({ tick, plan }) => ({
    scheduleId,
    tick,
    outcome: outcomes[plan.do],
    detail: plan.do === 'skip' ? plan.why : null,
  }));
  const passed = missed ? [{ scheduleId, tick: missed.from, outcome: 'skipped', detail: wordsFor(missed) }] : [];
  const data = [...passed, ...rows];
  const made = await tx.scheduleTick.createManyAndReturn({ data, skipDuplicates: true, select: { tick: true } });
  const fresh = new Set(made.map(({ tick }) => tick.getTime()));
  return planned.filter(({ tick }) => fresh.has(tick.getTime()));
}

function wordsFor({ from, to }: { from: Date; to: Date }): string {
  const span = from.getTime() === to.getTime() ? '' : `, as were all up to ${to.toISOString()}`;
  return `Missed${span}: the schedule was paused, or no worker was there.`;
}

/** Writes on ticks why nothing was enqueued for them. */
export async function failTicks(
  tx: Prisma.TransactionClient,
  scheduleId: string,
  ticks: readonly Date[],
  detail: string,
): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE raydeck.schedule_tick SET outcome = 'failed', detail = $3, at = clock_timestamp()
    WHERE schedule_id = $1::uuid AND tick = ANY ($2::timestamptz[])`,
    scheduleId,
    ticks.map((tick) => tick.toISOString()),
    detail.slice(0, 1_000),
  );
}
