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

/** ISO 8601 with a zone, from 1970 to the end of the year 9999 in UTC; all that PostgreSQL and a reader take alike. */
export const timeText = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 time with a zone, such as 2026-11-20T10:00:00Z',
    // What is no time has no year.
    abort: true,
  })
  .refine(isInRange, 'must lie from 1970 to 9999, with a zone of less than 16 hours');

export const timeParameter = timeText
  .transform((text) => new Date(text))
  .meta({ override: ({ jsonSchema }) => replaceSchema(jsonSchema, { type: 'string', format: 'date-time' }) });

const firstMillis = 0;
const lastMillis = Date.parse('9999-12-31T23:59:59.999Z');

function isInRange(text: string): boolean {
  const millis = Date.parse(text);
  const [, hours = '0'] = /[+-](\d\d):\d\d$/.exec(text) ?? [];
  return millis >= firstMillis && millis <= lastMillis && Number(hours) < 16;
}

/** No pattern: an id that is junk names nothing, which is 404. */
export const idParameters = z.strictObject({ id: z.string().meta({ override: { type: 'string', format: 'uuid' } }) });

/** What the document says instead of the pattern that the URL's text is held to. */
function replaceSchema(jsonSchema: object, wanted: object): void {
  Reflect.deleteProperty(jsonSchema, 'pattern');
  Object.assign(jsonSchema, wanted);
}

/** Of what may be large: whether a browser saves it. */
export const downloadQuery = z.strictObject({
  download: z.enum(['true', 'false']).optional().meta({ description: 'Whether a browser should save it as a file.' }),
});
