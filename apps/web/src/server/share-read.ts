interface Shared {
  until: number;
  answer: Promise<unknown>;
}

/** Answers that are shared at once; older ones go first. */
const shareLimit = 500;

const kept: { raydeckShared?: Map<string, Shared> } & typeof globalThis = globalThis;

/**
 * One read for all who ask the same within a moment: a hundred open consoles cost the database what one costs. `key` must name
 * everything that the answer depends on, the asker's permissions included.
 */
export function shareRead<T>(key: string, forMs: number, read: () => Promise<T>): Promise<T> {
  const shared = (kept.raydeckShared ??= new Map());
  const now = performance.now();
  const known = shared.get(key);
  // The key names the read, hence the answer's type.
  if (known && known.until > now) return known.answer as Promise<T>;
  const answer = read();
  shared.delete(key);
  shared.set(key, { until: now + forMs, answer });
  // A failure is told to those who wait for it, and to nobody after them.
  answer.catch(() => shared.delete(key));
  for (const oldest of shared.keys()) {
    if (shared.size <= shareLimit) break;
    shared.delete(oldest);
  }
  return answer;
}
