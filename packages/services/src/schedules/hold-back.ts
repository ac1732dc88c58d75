import type { Prisma } from '@raydeck/db';
import type { Context } from '../context.ts';

type Teller = Pick<Context, 'db' | 'notifier' | 'emit'>;

/** The context with hints and events kept until `tell`, which is for after the commit: nobody hears of what may yet not be. */
export function holdBack<C extends Teller>(context: C): { held: C; tell: () => void } {
  const kept: (() => void)[] = [];
  const later =
    <Args extends unknown[]>(say: (...args: Args) => void) =>
    (...args: Args): void => {
      kept.push(() => say(...args));
    };
  const { notifier, emit } = context;
  const quiet = {
    ...notifier,
    ready: later(() => notifier.ready()),
    changed: later((taskId: string) => notifier.changed(taskId)),
    cancel: later((taskId: string) => notifier.cancel(taskId)),
  };
  return { held: { ...context, notifier: quiet, emit: later(emit) }, tell: () => kept.forEach((say) => say()) };
}

/** The context for verbs that take part in a transaction: what they run as one of their own becomes a savepoint in it. */
export function within<C extends Teller>(tx: Prisma.TransactionClient, context: C): C {
  return { ...context, db: { ...context.db, prisma: clientOf(tx) } };
}

/** Runs a part of the transaction that may fail alone: what it did is undone then, and the transaction goes on. */
export function savepoint<T>(
  tx: Prisma.TransactionClient,
  work: (inner: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return clientOf(tx).$transaction(work);
}

/** A transaction's client is a whole one, which nests by savepoints; only its type leaves `$transaction` out. */
function clientOf(tx: Prisma.TransactionClient): Context['db']['prisma'] {
  return tx as Context['db']['prisma'];
}
