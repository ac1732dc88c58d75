import { z } from 'zod';

/** The whole rule, whichever part of it is broken. */
const says = (rule: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is required' : rule),
});

/** A whole number within these bounds. */
export const whole = (minimum: number, maximum: number) => {
  const rule = says(`must be a whole number from ${minimum} to ${maximum}`);
  return z.int(rule).min(minimum, rule).max(maximum, rule);
};

/** A number within these bounds. */
export const between = (minimum: number, maximum: number) => {
  const rule = says(`must be a number from ${minimum} to ${maximum}`);
  return z.number(rule).min(minimum, rule).max(maximum, rule);
};

/** One of these words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, says(`must be one of ${words.join(', ')}`));
