import { pino } from 'pino';

export interface LogOptions {
  /** The process: `worker` or `web`. */
  part: string;
  level: 'debug' | 'info' | 'warn' | 'error';
}

export type Log = ReturnType<typeof createLog>;

/** One JSON object a line on standard output: time (ISO 8601), level, part, event, ids. Payloads never appear. */
export function createLog({ part, level }: LogOptions) {
  return pino({
    level,
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: errorLine },
  });
}

/** Class, code and message of an error and its causes: enough to act on, and no query parameters. */
function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { name, code, message, stack, ...(cause === undefined ? {} : { cause: errorLine(cause) }) };
}
