import { RaydeckError } from '@raydeck/core';
import { fenceClaims, type Prisma, type QueueModel, recountPlaces } from '@raydeck/db';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { changedFields } from './changed-fields.ts';
import { columnsOf, settingsOf } from './queue-columns.ts';
import { namedProfiles, noProfile } from './named-profiles.ts';
import { emptyQueue, type QueueSettings, settingsProblem } from './queue-settings.ts';

/** What the writer takes for granted of the queue as it is; the state that it read, so that no other change is lost. */
export type Expected = 'anything' | 'absent' | 'present' | { updatedAt: Date };

export interface QueueWrite {
  name: string;
  /** From what the queue says now; a queue that is not there says nothing. */
  next: (now: QueueSettings) => QueueSettings;
  expected: Expected;
  reason: string | undefined;
}

/** So many queues a list can show at once. */
export const maxQueues = 1_000;

/** Somebody creates or deletes the queue in between at most this often before we say so. */
const rounds = 5;

/**
 * Creates or changes a queue, with its audit row, in one transaction; nothing happens when nothing would change. A change of a
 * limit holds claims off and counts the places anew. The control row comes before a queue in the order of locks, so a write
 * that turns out to change a limit starts over with claims fenced.
 */
export async function writeQueue(context: Context, write: QueueWrite): Promise<{ isNew: boolean }> {
  let isFenced = false;
  for (let round = 0; round < rounds; round += 1) {
    const outcome = await context.db.prisma.$transaction(async (tx) => {
      if (isFenced) await fenceClaims(tx);
      return writeOnce(tx, context, write, isFenced);
    });
    if (outcome !== 'again') {
      context.notifier.ready();
      return outcome;
    }
    isFenced = true;
  }
  throw new RaydeckError('CONFLICT', `Queue "${write.name}" kept changing. Try again.`);
}

async function writeOnce(
  tx: Prisma.TransactionClient,
  context: Context,
  { name, next, expected, reason }: QueueWrite,
  isFenced: boolean,
): Promise<{ isNew: boolean } | 'again'> {
  const row = await lockQueue(tx, name);
  requireExpected(row, name, expected);
  const before = row ? settingsOf(row) : emptyQueue;
  const after = next(before);
  requireSound(after);
  const changed = changedFields(before, after);
  if (row && changed === null) return { isNew: false };
  if (changesLimit(before, after) && !isFenced) return 'again';
  await requireNewProfiles(tx, before, after);
  if (row) await updateQueue(tx, name, after);
  else if (!(await insertQueue(tx, name, after))) return 'again';
  if (changesLimit(before, after)) await recountPlaces(tx, name);
  const entry = { targetType: 'queue', targetId: name, reason } as const;
  if (row) await audit(tx, context, { action: 'queue.update', ...entry, ...changed });
  else await audit(tx, context, { action: 'queue.create', ...entry, after });
  return { isNew: !row };
}

/** Waits for whoever changes the same queue; enqueues go on. */
async function lockQueue(tx: Prisma.TransactionClient, name: string): Promise<QueueModel | null> {
  await tx.$queryRaw`SELECT name FROM raydeck.queue WHERE name = ${name} FOR NO KEY UPDATE`;
  return tx.queue.findUnique({ where: { name } });
}

function requireExpected(row: QueueModel | null, name: string, expected: Expected): void {
  if (expected === 'anything') return;
  if (expected === 'absent') {
    if (row) throw new RaydeckError('CONFLICT', `There is a queue "${name}" already.`, { path: 'name' });
    return;
  }
  if (!row) throw new RaydeckError('NOT_FOUND', `There is no queue "${name}".`);
  if (expected === 'present' || row.updatedAt.getTime() === expected.updatedAt.getTime()) return;
  throw new RaydeckError('CONFLICT', `Queue "${name}" has changed since it was read. Read it again.`);
}

function requireSound(settings: QueueSettings): void {
  const found = settingsProblem(settings);
  if (found) throw new RaydeckError('INVALID', `${found.path}: ${found.problem}`, { path: found.path });
}

function changesLimit(before: QueueSettings, after: QueueSettings): boolean {
  const limitsOf = ({ concurrencyLimit, keyLimit, rate, maxPending }: QueueSettings) =>
    JSON.stringify([concurrencyLimit, keyLimit, rate?.tasks, rate?.seconds, maxPending]);
  return limitsOf(before) !== limitsOf(after);
}

/** Those that the queue names already may have any name: profiles are not deleted. */
async function requireNewProfiles(
  tx: Prisma.TransactionClient,
  before: QueueSettings,
  after: QueueSettings,
): Promise<void> {
  const known = new Set(namedProfiles(before).map(({ name }) => name));
  for (const { name, path } of namedProfiles(after)) {
    if (known.has(name) || (await tx.profile.findFirst({ where: { name }, select: { id: true } }))) continue;
    throw noProfile(name, path);
  }
}

/** `updated_at` grows by a millisecond at least: it tells two states apart, also to readers who see no less. */
async function updateQueue(tx: Prisma.TransactionClient, name: string, settings: QueueSettings): Promise<void> {
  await tx.queue.update({ where: { name }, data: columnsOf(settings) });
  await tx.$executeRaw`
    UPDATE raydeck.queue SET updated_at = GREATEST(clock_timestamp(), updated_at + interval '1 millisecond')
    WHERE name = ${name}`;
}

/** False when somebody else was faster. The lock, which only other creations wait for, keeps the number of queues exact. */
async function insertQueue(tx: Prisma.TransactionClient, name: string, settings: QueueSettings): Promise<boolean> {
  await tx.$executeRaw`LOCK TABLE raydeck.queue IN SHARE ROW EXCLUSIVE MODE`;
  const count = await tx.queue.count();
  if (count >= maxQueues) {
    throw new RaydeckError('PRECONDITION', `There are ${maxQueues} queues, which is the most there can be.`);
  }
  const { count: inserted } = await tx.queue.createMany({
    data: [{ name, ...columnsOf(settings) }],
    skipDuplicates: true,
  });
  return inserted === 1;
}
