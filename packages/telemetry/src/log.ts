import { Redaction, redactionRules, type RedactionRules } from '@raydeck/core';
import { pino } from 'pino';

export interface LogOptions {
  /** The process: `worker` or `web`. */
  part: string;
  level: 'debug' | 'info' | 'warn' | 'error';
  /** What is masked in each line; the defaults when it is absent. */
  redaction?: RedactionRules;
}

export type Log = ReturnType<typeof createLog>;

/**
 * One JSON object a line on standard output: time (ISO 8601), level, part, event, ids. Payloads never appear; what a message of
 * somebody else's may hold is redacted by its name.
 */
export function createLog({ part, level, redaction: rules = redactionRules() }: LogOptions) {
  return pino({
    level,
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: errorLine },
    hooks: { streamWrite: (line) => (freeText.test(line) ? new Redaction(rules).json('result', line) : line) },
  });
}

/** Fields that hold more than ids, names and numbers. Most lines have none of them, and are written as they are. */
const freeText = /"(?:error|message|stack|reason|detail|cause)":/;

/** Class, code and message of an error and its causes: enough to act on, and no query parameters. */
function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { name, code, ...wordsOf(error), ...(cause === undefined ? {} : { cause: errorLine(cause) }) };
}

/** Prisma's messages repeat the call with its values, which may be payload: of those only the last line, which says what is wrong. */
function wordsOf({ name, message, stack }: Error): { message: string; stack: string | undefined } {
  if (!name.startsWith('PrismaClient')) return { message, stack };
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { message: message.trimEnd().split('\n').at(-1) ?? '', stack: frames?.join('\n') };
}
