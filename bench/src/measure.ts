/** Runs `work` from `lanes` loops at once until the time is up; returns how many units were done in a second. */
export async function ratePerSecond(options: {
  lanes: number;
  seconds: number;
  /** One step of one lane; returns the units done. */
  work: (lane: number) => Promise<number>;
}): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + options.seconds * 1000;
  let units = 0;
  await Promise.all(
    Array.from({ length: options.lanes }, async (_, lane) => {
      while (performance.now() < until) {
        // Read after the await: the other lanes count meanwhile.
        const done = await options.work(lane);
        units += done;
      }
    }),
  );
  return units / ((performance.now() - startedAt) / 1000);
}

/** The middle one of several runs: one run on a shared machine says little. */
export async function medianOf(runs: number, measure: () => Promise<number>): Promise<number> {
  const results: number[] = [];
  for (let run = 0; run < runs; run += 1) results.push(await measure());
  return quantile(results, 0.5);
}

/** Nearest-rank quantile; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
