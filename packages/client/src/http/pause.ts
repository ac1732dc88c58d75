/** Beyond this a timer fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Resolves after so long; rejects with the signal's reason when that aborts before. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', give);
        resolve();
      },
      Math.min(ms, longestTimerMs),
    );
    function give(): void {
      clearTimeout(timer);
      if (signal) reject(reasonOf(signal));
    }
    signal?.addEventListener('abort', give, { once: true });
  });
}

/**
 * Runs with a signal that aborts after so long, with the error given, or with the caller's signal. The error of an abort
 * is the reason of the abort, whatever the work made of it.
 */
export async function within<T>(
  ms: number,
  late: () => Error,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(late()), Math.min(ms, longestTimerMs));
  const follow = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', follow, { once: true });
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? reasonOf(controller.signal) : error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', follow);
  }
}

/** Whoever aborts may give anything for a reason. */
function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
