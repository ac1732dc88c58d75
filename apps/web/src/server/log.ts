import { createLog } from '@raydeck/telemetry';

/** The process's log; domain events reach it by `logEvents`. */
export const webLog = createLog({ part: 'web', level: 'info' });

/** One JSON line on standard output: ids and never payloads. */
export function log(level: 'info' | 'warn' | 'error', event: string, fields: object = {}): void {
  webLog[level]({ event, ...fields });
}

/** Prisma's messages repeat the values of a query, which may be payload: of those only the name and the place. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const message = error.name.startsWith('PrismaClient') ? undefined : error.message.slice(0, 500);
  return { error: error.name, message, frames: frames?.slice(0, 12) };
}
