import {
  backlogDeliveries,
  type Database,
  moveWebhookCursor,
  taskDeliveries,
  webhookStretches,
  workerDeliveries,
} from '@raydeck/db';

const portion = 1_000;
const zeroId = '00000000-0000-0000-0000-000000000000';
/** A worker may be late by so much before it counts as lost: its lease is over, and others adopt meanwhile. */
const lostGraceSeconds = 5;

/**
 * Makes the deliveries of the tasks that have finished since the last look, in the order of their ends, and once more of those before
 * that committed late: each end is told at least once, and made once. Returns how many were made, null when nobody listens. For the leader; two at once make
 * nothing twice. A crash leaves the cursor behind, and the same is looked at again.
 */
export async function collectTaskDeliveries(db: Database): Promise<number | null> {
  if ((await db.prisma.webhook.count({ where: { enabled: true } })) === 0) return rest(db);
  const [stretch] = await db.run(webhookStretches, []);
  if (!stretch) return 0;
  const late = stretch.safeTo === null ? 0 : await look(db, stretch.safeFrom, stretch.safeTo);
  const fresh = await look(db, stretch.seenFrom, stretch.seenTo);
  // A mark is set once the one before has been passed.
  const mark = stretch.safeTo === null && stretch.hasMark ? null : stretch.nextXid;
  await db.run(moveWebhookCursor, [stretch.seenTo, stretch.safeTo, mark, stretch.seenTo]);
  return late + fresh;
}

async function look(db: Database, from: string, to: string): Promise<number> {
  let [lastAt, lastId, made] = [from, zeroId, 0];
  for (;;) {
    const [found] = await db.run(taskDeliveries, [lastAt, lastId, to, portion]);
    made += found?.made ?? 0;
    if (!found || found.looked < portion || found.lastAt === null || found.lastId === null) return made;
    [lastAt, lastId] = [found.lastAt, found.lastId];
  }
}

/** Nobody listens: the cursor follows, a minute behind, for a webhook that is being made right now. */
async function rest(db: Database): Promise<null> {
  await db.pool.query(`
    UPDATE raydeck.webhook_cursor SET seen_at = clock_timestamp() - interval '1 minute', safe_at = clock_timestamp() - interval '1 minute',
      mark_xid = NULL, mark_at = NULL
    WHERE safe_at < clock_timestamp() - interval '2 minutes'`);
  return null;
}

/** Makes those of queues that are behind and of workers that are gone. Returns how many. */
export async function collectSystemDeliveries(db: Database): Promise<number> {
  const [workers] = await db.run(workerDeliveries, [lostGraceSeconds]);
  const [backlogs] = await db.run(backlogDeliveries, []);
  return (workers?.made ?? 0) + (backlogs?.made ?? 0);
}
