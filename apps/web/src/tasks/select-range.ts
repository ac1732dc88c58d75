/** Which rows are ticked, and the one that was ticked last by itself: shift reaches from there. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** Ticks or unticks one row; with `reaches` all rows from the anchor to it become as it becomes. */
export function toggleRow(
  { ids, anchor }: Selection,
  order: readonly string[],
  id: string,
  reaches: boolean,
): Selection {
  const next = new Set(ids);
  const isTicked = !ids.has(id);
  const from = reaches && anchor !== null ? order.indexOf(anchor) : -1;
  const to = order.indexOf(id);
  const touched = from < 0 || to < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of touched) {
    if (isTicked) next.add(one);
    else next.delete(one);
  }
  return { ids: next, anchor: id };
}
