/** One JSON line on standard output: ids and never payloads. */
export function log(level: 'info' | 'warn' | 'error', event: string, fields: object = {}): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, part: 'web', event, ...fields }));
}

/** Prisma's messages repeat the values of a query, which may be payload: of those only the name and the place. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const message = error.name.startsWith('PrismaClient') ? undefined : error.message.slice(0, 500);
  return { error: error.name, message, frames: frames?.slice(0, 12) };
}
