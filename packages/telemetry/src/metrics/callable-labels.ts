/** One percent: what makes up less is not among the top ones, however few there are. */
const leastShare = 0.01;
/** Paths that are counted before they have a label; a flood of different ones must not fill the memory. */
const watched = 10_000;

/**
 * Which callables get a label of their own, at most `places` of them: the first to make up a percent of what this process has
 * seen end. Everything else is `other`. A label that was given stays, for a counter that came and went would look like a restart.
 */
export function createCallableLabels(places: number): (callable: string) => string {
  const labels = new Set<string>();
  const counts = new Map<string, number>();
  let total = 0;
  return (callable) => {
    if (labels.has(callable)) return callable;
    if (labels.size >= places) return 'other';
    total += 1;
    const count = (counts.get(callable) ?? 0) + 1;
    if (count < total * leastShare) {
      if (counts.size < watched || counts.has(callable)) counts.set(callable, count);
      return 'other';
    }
    counts.delete(callable);
    labels.add(callable);
    return callable;
  };
}
