type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** JSON with whole numbers that a double does not hold as BigInt. Throws SyntaxError. */
export function parseExactly(text: string): unknown {
  // So many digits are needed to get beyond 2^53: without them there is nothing to keep.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const revive: Reviver = (_key, value, { source }) => {
    const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
    return isInexact && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
  };
  // The third parameter of a reviver is newer than the types.
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

/** Whether a value holds a BigInt anywhere. */
export function holdsBigInt(value: unknown): boolean {
  if (typeof value === 'bigint') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsBigInt);
}
