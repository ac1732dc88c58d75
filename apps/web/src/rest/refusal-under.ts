import { RaydeckError } from '@raydeck/core';

/**
 * The door takes many tasks, and its paths name the place in its batch, which this caller never saw: they become paths in the
 * caller's own body, below `field` when there is one. For `.catch`.
 */
export function refusalUnder(field = ''): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof RaydeckError) || error.path === undefined) throw error;
    const { path, message } = error;
    const own = [field, path.replace(/^tasks\[0\]\.?/, '')].filter(Boolean).join('.');
    const text = message.startsWith(`${path}: `) ? `${own}: ${message.slice(path.length + 2)}` : message;
    throw new RaydeckError(error.code, text, { cause: error, path: own });
  };
}
