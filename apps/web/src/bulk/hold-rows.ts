interface Row {
  id: string;
}

export interface HeldRows<T> {
  rows: T[];
  /** Shown, and not of this list any more. */
  left: ReadonlySet<string>;
  /** Rows that stand above or among the shown ones by now. */
  fresh: number;
}

/** Rows by id, the newest first, as they are now, each in its place; what would push them down waits, what comes below does not. */
export function holdRows<T extends Row>(shown: readonly T[], latest: readonly T[]): HeldRows<T> {
  const now = new Map(latest.map((row) => [row.id, row]));
  const ids = new Set(shown.map(({ id }) => id));
  const isBelow = ({ id }: T) => id < (shown.at(-1)?.id ?? '~');
  const others = latest.filter(({ id }) => !ids.has(id));
  // Beyond the end of the page nobody knows.
  const end = latest.at(-1)?.id ?? '';
  return {
    rows: [...shown.map((row) => now.get(row.id) ?? row), ...others.filter(isBelow)],
    left: new Set([...ids].filter((id) => !now.has(id) && id > end)),
    fresh: others.filter((row) => !isBelow(row)).length,
  };
}
