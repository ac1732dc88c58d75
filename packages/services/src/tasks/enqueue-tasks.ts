import type { Resources, RetryWish, RunnerName } from '@raydeck/core';
import { RaydeckError, refuseMasks } from '@raydeck/core';
import { enqueueTasks as door, newTaskIds, type Prisma } from '@raydeck/db';
import { authorize } from '../authorize.ts';
import { checkArguments } from '../catalogue/check-arguments.ts';
import { type Context, payloadRing } from '../context.ts';
import { refuseSealed } from '../secrets/sealed-payload.ts';
import { mayNameAnyProfile } from './may-name-any-profile.ts';
import { atTheDoor, isLarge, nameArguments, storeArguments } from './large-arguments.ts';
import { doorError } from './door-error.ts';
import { sealTasks } from './seal-tasks.ts';

/** A task as somebody asks for it. `args` and `kwargs` are JSON text, so that digits and key order survive. */
export interface NewTask {
  callable: string;
  args?: string | undefined;
  kwargs?: string | undefined;
  /** Instead of both: an upload of the same principal's, of the last 24 hours. */
  argumentsUpload?: string | undefined;
  /** Instead of both: where they stand. Only for copies of tasks. */
  argsRef?: string | undefined;
  queue?: string | undefined;
  priority?: number | undefined;
  /** ISO 8601. */
  runAt?: string | undefined;
  expiresAt?: string | undefined;
  runner?: RunnerName | undefined;
  maxAttempts?: number | undefined;
  timeoutSeconds?: number | undefined;
  retry?: RetryWish | undefined;
  resources?: Resources | undefined;
  profile?: string | undefined;
  /** Shares a key's places in its queue. */
  concurrencyKey?: string | undefined;
  tags?: readonly string[] | undefined;
  idempotencyKey?: string | undefined;
  /** The task that this one is made from. */
  retriedFrom?: string | undefined;
  /** W3C's, of whoever asks: the task's spans stand below it. No part of what an idempotency key stands for. */
  traceparent?: string | undefined;
}

export interface Enqueued {
  id: string;
  /** The idempotency key had been used with the same request within 24 hours: this is the first task. */
  replayed: boolean;
}

/**
 * In JSON.stringify's words a NUL or a lone surrogate, neither of which jsonb takes. After an even number of backslashes:
 * behind an odd one, the text only spells it; then args and kwargs are for the door to read.
 */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * Enqueues 1 to 1,000 tasks, all or none, in one transaction. Throws INVALID with the path of the bad field, NOT_FOUND for an
 * unknown queue or profile, FORBIDDEN, CONFLICT when an idempotency key was used with another request.
 * Twice: the same with idempotency keys. A crash before the answer leaves all tasks or none.
 */
export async function enqueueTasks(context: Context, tasks: readonly NewTask[]): Promise<Enqueued[]> {
  for (const [at, { args = '', kwargs = '' }] of tasks.entries()) {
    refuseMasks(args, `tasks[${at}].args`);
    refuseMasks(kwargs, `tasks[${at}].kwargs`);
  }
  if (tasks.some(isLarge)) return enqueueLarge(context, tasks);
  const request = doorRequest(context, tasks, mayNameAnyProfile(context));
  await checkArguments(context, (statement, values) => context.db.run(statement, values), tasks);
  const newIds = async () => (await context.db.run(newTaskIds, [tasks.length])).map(({ id }) => id);
  const enqueued = await context.db.run(door, [await request(newIds)]).then(enqueuedOf, refuse);
  tellEnqueued(context, enqueued);
  return enqueued;
}

/** What does not fit into its row is stored first, and named in the transaction that makes the task. */
async function enqueueLarge(context: Context, tasks: readonly NewTask[]): Promise<Enqueued[]> {
  authorizeAll(context, tasks);
  await checkArguments(context, (statement, values) => context.db.run(statement, values), tasks);
  const stored = await storeArguments(context, tasks);
  const { enqueued, tell } = await context.db.prisma.$transaction((tx) => enqueueTasksWithin(tx, context, stored));
  tell();
  return enqueued;
}

/**
 * The same within a transaction of the caller's; `tell` is for after its commit. A refusal leaves the transaction unusable.
 * `anyProfile` is false where the tasks are not the principal's own, as a schedule's are not its writer's.
 */
export async function enqueueTasksWithin(
  tx: Prisma.TransactionClient,
  context: Context,
  tasks: readonly NewTask[],
  { anyProfile = mayNameAnyProfile(context) }: { anyProfile?: boolean } = {},
): Promise<{ enqueued: Enqueued[]; tell: () => void }> {
  const request = doorRequest(context, tasks, anyProfile);
  await checkArguments(context, ({ text }, values) => tx.$queryRawUnsafe(text, ...values), tasks);
  const newIds = async () =>
    (await tx.$queryRawUnsafe<{ id: string }[]>(newTaskIds.text, tasks.length)).map(({ id }) => id);
  const sealed = await request(newIds);
  const enqueued = await tx.$queryRawUnsafe<Enqueued[]>(door.text, sealed).then(enqueuedOf, refuse);
  await nameArguments(tx, tasks, enqueued);
  return { enqueued, tell: () => tellEnqueued(context, enqueued) };
}

/**
 * Whoever may not, or says what no database holds, does not come to the door. Where payloads are encrypted it is done here: the
 * database sees none in the clear, not even for a moment.
 */
function doorRequest(
  context: Context,
  tasks: readonly NewTask[],
  anyProfile: boolean,
): (newIds: () => Promise<string[]>) => Promise<string> {
  authorizeAll(context, tasks);
  for (const [at, { args = '', kwargs = '' }] of tasks.entries()) {
    refuseSealed(args, `tasks[${at}].args`);
    refuseSealed(kwargs, `tasks[${at}].kwargs`);
  }
  const said = { version: 1, createdBy: context.principal.id, notify: false, anyProfile };
  const plain = tasks.map((task) => atTheDoor(context, task));
  const request = JSON.stringify({ ...said, tasks: plain });
  if (unstorable.test(request))
    throw new RaydeckError('INVALID', 'NUL characters and halves of surrogate pairs are not allowed.');
  const ring = payloadRing(context);
  if (!ring) return async () => request;
  return async (newIds) => JSON.stringify({ ...said, tasks: sealTasks(ring, plain, await newIds()) });
}

function authorizeAll(context: Context, tasks: readonly NewTask[]): void {
  authorize(context, 'task.enqueue');
  const createdBy = context.principal.id;
  for (const { queue = 'default', callable } of tasks)
    authorize(context, 'task.enqueue', { queue, callable, createdBy });
}

function enqueuedOf(rows: readonly Enqueued[]): Enqueued[] {
  return rows.map(({ id, replayed }) => ({ id, replayed }));
}

function refuse(error: unknown): never {
  throw doorError(error);
}

function tellEnqueued(context: Context, enqueued: readonly Enqueued[]): void {
  const ids = enqueued.filter(({ replayed }) => !replayed).map(({ id }) => id);
  if (ids.length === 0) return;
  context.notifier.ready();
  for (const id of ids) context.notifier.changed(id);
  context.emit({ type: 'task.enqueued', taskIds: ids, actor: context.principal.id });
}
