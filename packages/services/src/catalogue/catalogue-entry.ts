import { z } from 'zod';
import { schemaProblem } from './schema-check.ts';

const entryLimitBytes = 64 * 1024;

/** In JSON.stringify's words a NUL or a lone surrogate, neither of which jsonb takes. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

const JsonSchema = z.record(z.string(), z.unknown()).superRefine((schema, context) => {
  const message = schemaProblem(schema);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

/** As Python's inspect names them, in lower case. */
export const parameterKinds = [
  'positional_only',
  'positional_or_keyword',
  'var_positional',
  'keyword_only',
  'var_keyword',
] as const;

/** A parameter of a callable. The schema of `*args` and `**kwargs` is that of each value. */
export const Parameter = z.strictObject({
  name: z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,199}$/u, 'must be a name'),
  kind: z.enum(parameterKinds),
  required: z.boolean(),
  default: z.unknown().optional(),
  schema: JsonSchema,
});
export type Parameter = z.infer<typeof Parameter>;

/** What a profile version holds to be called, as `python -m raydeck catalogue` finds it. */
export const CatalogueEntry = z
  .strictObject({
    callable: z
      .string()
      .max(255)
      .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/, 'must be an import path like "package.module.function"'),
    kind: z.enum(['raydeck', 'django']),
    doc: z.string().max(20_000).nullable().default(null),
    owner: z.string().max(200).nullable().default(null),
    isAsync: z.boolean().default(false),
    parameters: z.array(Parameter).max(200),
    returns: JsonSchema.nullable().default(null),
    options: z.record(z.string().max(100), z.unknown()).default({}),
  })
  .superRefine((entry, context) => {
    const text = JSON.stringify(entry);
    if (Buffer.byteLength(text) > entryLimitBytes) context.addIssue('must have at most 64 KiB');
    if (unstorable.test(text)) context.addIssue('must hold no NUL and no lone surrogate');
    const names = entry.parameters.map(({ name }) => name);
    if (new Set(names).size < names.length) context.addIssue('must not name a parameter twice');
  });
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

/** Parameters as they are stored: their schemas were checked when they came. */
export const StoredParameters = z.array(z.object({ ...Parameter.shape, schema: z.record(z.string(), z.unknown()) }));

/** The same of a whole entry. */
export const StoredEntry = z.object({
  ...CatalogueEntry.shape,
  parameters: StoredParameters,
  returns: z.record(z.string(), z.unknown()).nullable(),
});
