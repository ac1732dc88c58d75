import { formatStoredRef, parseStoredRef, RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { type Context, payloadRing, storageOf } from '../context.ts';
import { contentFacts } from '../secrets/sealed-stream.ts';
import { findUpload, storeUpload } from '../storage/store-upload.ts';
import type { Enqueued, NewTask } from './enqueue-tasks.ts';

/** Arguments beyond this do not stand in their task's row, where there is a storage. The door itself takes 4 MiB, for SQL. */
const inlineArgumentsBytes = 256 * 1024;

/** Whether a task's arguments are not for its row. Cheap for all others. */
export function isLarge({ args = '', kwargs = '', argumentsUpload, argsRef }: NewTask): boolean {
  if (argumentsUpload !== undefined || argsRef !== undefined) return true;
  // A character has one to three bytes of UTF-8.
  const characters = args.length + kwargs.length;
  if (characters * 3 <= inlineArgumentsBytes) return false;
  return Buffer.byteLength(args) + Buffer.byteLength(kwargs) > inlineArgumentsBytes;
}

/** The same tasks, with a reference where there are large arguments. Throws INVALID for an upload that is not the principal's. */
export async function storeArguments(context: Context, tasks: readonly NewTask[]): Promise<NewTask[]> {
  const stored: NewTask[] = [];
  for (const [at, task] of tasks.entries()) stored.push(isLarge(task) ? await storeOne(context, task, at) : task);
  return stored;
}

async function storeOne(context: Context, task: NewTask, at: number): Promise<NewTask> {
  const { args, kwargs, argumentsUpload, ...rest } = task;
  if (task.argsRef !== undefined) return rest;
  if (argumentsUpload === undefined) {
    const text = `{"args": ${requireJson(args ?? '[]', '[', `tasks[${at}].args`)}, "kwargs": ${requireJson(kwargs ?? '{}', '{', `tasks[${at}].kwargs`)}}`;
    const owned = { kind: 'arguments', owner: context.principal.id } as const;
    const upload = { ...owned, body: once(text), limitBytes: Infinity, ring: payloadRing(context) };
    const { ref } = await storeUpload({ db: context.db, storage: storageOf(context) }, upload);
    return { ...rest, argsRef: formatStoredRef(ref) };
  }
  const path = `tasks[${at}].argumentsUpload`;
  if (args !== undefined || kwargs !== undefined) {
    throw new RaydeckError('INVALID', `${path}: takes the place of args and kwargs`, { path });
  }
  const owned = { id: argumentsUpload, kind: 'arguments', owner: context.principal.id } as const;
  const argsRef = await findUpload(context.db, owned);
  if (argsRef === null) throw new RaydeckError('INVALID', `${path}: names no upload of yours`, { path });
  return { ...rest, argsRef };
}

/** As the door demands it of what it sees: JSON of the kind that a call has. */
export function requireJson(text: string, opening: '[' | '{', path: string): string {
  try {
    JSON.parse(text);
    if (text.trimStart().startsWith(opening)) return text;
  } catch {
    // Said below, as for what is JSON of another kind.
  }
  const kind = opening === '[' ? 'array' : 'object';
  throw new RaydeckError('INVALID', `${path}: must be the text of a JSON ${kind}`, { path });
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/**
 * A task as the door sees it. In the place of large arguments stands what they are, by content: the same request again is the same for
 * its idempotency key, though it was stored twice.
 */
export function atTheDoor(
  { keyRing }: Pick<Context, 'keyRing'>,
  { argumentsUpload: _upload, argsRef, ...task }: NewTask,
): NewTask {
  if (argsRef === undefined) return task;
  const { sizeBytes, sha256 } = contentFacts(keyRing, parseStoredRef(argsRef));
  return { ...task, args: JSON.stringify([{ 'raydeck.stored': { sizeBytes, sha256 } }]), kwargs: '{}' };
}

/** Names the objects in the rows that were just made; nobody can have claimed them before the commit. */
export async function nameArguments(
  tx: Prisma.TransactionClient,
  tasks: readonly NewTask[],
  enqueued: readonly Enqueued[],
): Promise<void> {
  for (const [at, { argsRef }] of tasks.entries()) {
    const row = enqueued[at];
    if (argsRef === undefined || !row || row.replayed) continue;
    await tx.$executeRaw`UPDATE raydeck.task SET args_ref = ${argsRef} WHERE id = ${row.id}::uuid`;
  }
}
