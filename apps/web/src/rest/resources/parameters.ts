import { z } from 'zod';

/** A whole number in a URL. */
export function integerParameter(minimum: number, maximum: number) {
  const problem = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, problem)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, problem)
    .meta({ override: ({ jsonSchema }) => replaceSchema(jsonSchema, { type: 'integer', minimum, maximum }) });
}

/** ISO 8601 with a zone, up to the year 9999. */
export const timeParameter = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time with a zone, such as 2026-11-20T10:00:00Z' })
  .transform((text) => new Date(text))
  .meta({ override: ({ jsonSchema }) => replaceSchema(jsonSchema, { type: 'string', format: 'date-time' }) });

/** No pattern: an id that is junk names nothing, which is 404. */
export const idParameters = z.strictObject({ id: z.string().meta({ override: { type: 'string', format: 'uuid' } }) });

/** What the document says instead of the pattern that the URL's text is held to. */
function replaceSchema(jsonSchema: object, wanted: object): void {
  Reflect.deleteProperty(jsonSchema, 'pattern');
  Object.assign(jsonSchema, wanted);
}
