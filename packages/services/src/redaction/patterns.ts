import { RaydeckError, redactionRules } from '@raydeck/core';
import { z } from 'zod';

/** REDACT_KEYS: names whose values nobody is shown, beside the defaults; `-name` takes a default out. */
export const RedactKeys = patterns((keys) => redactionRules({ keys }));

/** REDACT_PATHS: places in arguments and results. */
export const RedactPaths = patterns((paths) => redactionRules({ paths }));

/** Comma-separated. Refused as a whole when one means nothing: it would redact less than somebody thinks. */
function patterns(check: (list: string[]) => unknown) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .superRefine((list, context) => {
      try {
        check(list);
      } catch (error) {
        if (!(error instanceof RaydeckError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
      }
    });
}
