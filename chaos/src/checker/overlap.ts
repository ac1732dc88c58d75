/** A stretch of time; what begins when another ends does not meet it. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** The most stretches at one moment, and when that was. */
export function mostAtOnce(stretches: readonly Stretch[]): { count: number; atMs: number } {
  const edges = stretches
    .flatMap(({ fromMs, toMs }) => [
      { atMs: fromMs, step: 1 },
      { atMs: toMs, step: -1 },
    ])
    .toSorted((a, b) => a.atMs - b.atMs || a.step - b.step);
  let count = 0;
  let most = { count: 0, atMs: 0 };
  for (const { atMs, step } of edges) {
    count += step;
    if (count > most.count) most = { count, atMs };
  }
  return most;
}
