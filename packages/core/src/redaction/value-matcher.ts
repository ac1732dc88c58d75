/** Finds all of many texts in one go, by Aho and Corasick: the time does not depend on how many there are. */
export interface ValueMatcher {
  /** The state after one more UTF-16 unit. */
  step: (state: number, unit: number) => number;
  /** How many units of the longest text that ends here; 0 for none. */
  endingAt: (state: number) => number;
  /** How many of the last units may be the beginning of a text. */
  depthAt: (state: number) => number;
}

/** Most texts begin, and most units are, below this. */
const tableSize = 128;

export function valueMatcher(values: ReadonlySet<string>): ValueMatcher {
  // State 0 is the root. A state's children are a list: `child` is its first, `sibling` the one after.
  let most = 1;
  for (const value of values) most += value.length;
  const unit = new Uint16Array(most);
  const [child, sibling, depth] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)];
  const [ending, fallback] = [new Int32Array(most), new Int32Array(most)];
  let states = 1;
  const fromRoot = new Int32Array(tableSize);

  const childOf = (state: number, wanted: number): number => {
    if (state === 0 && wanted < tableSize) return fromRoot[wanted] ?? 0;
    for (let next = child[state] ?? 0; next !== 0; next = sibling[next] ?? 0) if (unit[next] === wanted) return next;
    return 0;
  };
  const addChild = (state: number, wanted: number): number => {
    const next = states;
    states += 1;
    unit[next] = wanted;
    sibling[next] = child[state] ?? 0;
    depth[next] = (depth[state] ?? 0) + 1;
    child[state] = next;
    if (state === 0 && wanted < tableSize) fromRoot[wanted] = next;
    return next;
  };
  const step = (from: number, wanted: number): number => {
    for (let state = from; ; state = fallback[state] ?? 0) {
      const next = childOf(state, wanted);
      if (next !== 0 || state === 0) return next;
    }
  };

  for (const value of values) {
    let state = 0;
    for (let at = 0; at < value.length; at += 1) {
      const wanted = value.charCodeAt(at);
      state = childOf(state, wanted) || addChild(state, wanted);
    }
    ending[state] = value.length;
  }
  // Breadth first: what a state falls back to is shorter, and so is ready.
  const waiting = [0];
  for (let at = 0; at < waiting.length; at += 1) {
    const state = waiting[at] ?? 0;
    for (let next = child[state] ?? 0; next !== 0; next = sibling[next] ?? 0) {
      const back = state === 0 ? 0 : step(fallback[state] ?? 0, unit[next] ?? 0);
      fallback[next] = back;
      ending[next] = Math.max(ending[next] ?? 0, ending[back] ?? 0);
      waiting.push(next);
    }
  }
  return { step, endingAt: (state) => ending[state] ?? 0, depthAt: (state) => depth[state] ?? 0 };
}
