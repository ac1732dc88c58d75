/** A count that stops: `isCapped` says that there are at least so many, to be shown as "10,000+". */
export interface BoundedCount {
  count: number;
  isCapped: boolean;
  /** Beyond the cap, about how many there are by the database's statistics, where these know. */
  estimate?: number;
}

/** Rows that a count looks at before it stops. */
export const countLimit = 10_000;

/** From a count of at most one row more than the limit. */
export function boundedCount(counted: number, limit = countLimit): BoundedCount {
  return { count: Math.min(counted, limit), isCapped: counted > limit };
}
