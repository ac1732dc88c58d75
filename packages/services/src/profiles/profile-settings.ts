import {
  checkSourceUri,
  installers,
  modulePathProblem,
  pythonProblem,
  requirementProblem,
  variableProblem,
} from '@raydeck/core';
import { z } from 'zod';

/** What Ray can hand to a process, with room for what we add ourselves. */
const envVarsLimitBytes = 64 * 1024;
const requirementsLimitBytes = 32 * 1024;
const secretLimitBytes = 32 * 1024;

/** A profile's name, as the table's own CHECK has it. */
export const profileName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/,
    'must begin with a letter or digit, then letters, digits and _.-, at most 100',
  );

export const packageHash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower case hexadecimal');

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('image') }),
  z.strictObject({ kind: z.literal('package'), hash: packageHash }),
  z.strictObject({ kind: z.literal('uri'), uri: held(z.string(), (uri) => problemOf(checkSourceUri(uri))) }),
]);

const requirements = z.strictObject({
  installer: z.enum(installers),
  packages: z
    .array(held(z.string(), requirementProblem))
    .max(200)
    .refine((lines) => sizeOf(lines) <= requirementsLimitBytes, 'must have at most 32 KiB together')
    .refine((lines) => new Set(lines).size === lines.length, 'must not name one line twice'),
});

const text = z
  .string()
  .refine((value) => !value.includes('\0') && value.isWellFormed(), 'must hold no NUL and no lone surrogate');

/** What a profile is told. Each change makes a new version; `secrets` are kept unreadable, and shown by name only. */
export const ProfileSettings = z
  .strictObject({
    source,
    requirements: requirements.nullable().default(null),
    envVars: z
      .record(z.string(), text)
      .refine((vars) => sizeOf(Object.entries(vars).flat()) <= envVarsLimitBytes, 'must have at most 64 KiB together')
      .default({}),
    secrets: z
      .record(
        z.string(),
        z.union([
          text.min(1).refine((value) => sizeOf([value]) <= secretLimitBytes, 'must have at most 32 KiB'),
          z.literal(true),
        ]),
      )
      .refine((secrets) => Object.keys(secrets).length <= 100, 'must be at most 100')
      .default({})
      .meta({ description: 'A value, or true to keep the earlier version’s.' }),
    python: held(z.string(), pythonProblem).nullable().default(null),
    djangoSettingsModule: held(z.string(), modulePathProblem).nullable().default(null),
  })
  .superRefine(({ envVars, secrets, python, requirements: asked }, context) => {
    for (const [field, names] of Object.entries({ envVars: Object.keys(envVars), secrets: Object.keys(secrets) })) {
      for (const name of names) {
        const problem =
          variableProblem(name) ??
          (field === 'secrets' && Object.hasOwn(envVars, name) ? 'is among envVars too' : null);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem, path: [field, name] });
      }
    }
    // The requirements go into a virtual environment of Ray's making, and only its own interpreter sees them.
    if (python?.startsWith('/') && asked && asked.packages.length > 0) {
      const message = 'must be a bare name beside requirements: an interpreter by its path would not see them';
      context.addIssue({ code: 'custom', message, path: ['python'] });
    }
  });
export type ProfileSettings = z.output<typeof ProfileSettings>;
export type ProfileSettingsInput = z.input<typeof ProfileSettings>;

function held(schema: z.ZodString, problem: (value: string) => string | null) {
  return schema.superRefine((value, context) => {
    const message = problem(value);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
}

function problemOf(checked: ReturnType<typeof checkSourceUri>): string | null {
  return 'problem' in checked ? checked.problem : null;
}

function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
}
