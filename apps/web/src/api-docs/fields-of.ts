import { z } from 'zod';

/** A JSON Schema, as far as the page reads it. */
export const Schema = z.record(z.string(), z.unknown());
export type Schema = z.infer<typeof Schema>;

/** One line of a table: a member of an object, however deep. */
export interface Field {
  /** As in `retry.backoff`, `items[].id`. */
  path: string;
  type: string;
  isRequired: boolean;
  description: string;
}

/** Deeper members are left to the document itself. */
const maxDepth = 4;

/** Each member of what the schema describes, members of members below their owner. */
export function fieldsOf(given: Schema, schemas: Record<string, Schema>, path = '', depth = 0): Field[] {
  const schema = resolveSchema(given, schemas);
  if (depth >= maxDepth) return [];
  if (schema['items']) return fieldsOf(schemaOf(schema['items']), schemas, `${path}[]`, depth + 1);
  const choices = listOf(schema['anyOf'] ?? schema['oneOf']).map(schemaOf);
  if (choices.length > 0) return choices.flatMap((choice) => fieldsOf(choice, schemas, path, depth));
  const required = new Set(listOf(schema['required']));
  const own = Object.entries(schemaOf(schema['properties'])).flatMap(([name, value]) => {
    const at = path ? `${path}.${name}` : name;
    const member = resolveSchema(schemaOf(value), schemas);
    const { description } = { ...member, ...schemaOf(value) };
    const field = { path: at, type: typeOf(member, schemas), isRequired: required.has(name) };
    return [
      { ...field, description: typeof description === 'string' ? description : '' },
      ...fieldsOf(member, schemas, at, depth + 1),
    ];
  });
  const others = schemaOf(schema['additionalProperties']);
  return own.length === 0 && Object.keys(others).length > 0 ? fieldsOf(others, schemas, `${path}.*`, depth + 1) : own;
}

/** The schema, or the component that it refers to. */
export function resolveSchema(schema: Schema, schemas: Record<string, Schema>): Schema {
  const reference = schema['$ref'];
  const name = typeof reference === 'string' ? /^#\/components\/schemas\/(.+)$/.exec(reference)?.[1] : undefined;
  return name === undefined ? schema : (schemas[name] ?? {});
}

function typeOf(schema: Schema, schemas: Record<string, Schema>): string {
  const choices = listOf(schema['anyOf'] ?? schema['oneOf']).map((choice) => resolveSchema(schemaOf(choice), schemas));
  if (choices.length > 0) return [...new Set(choices.map((choice) => typeOf(choice, schemas)))].join(' or ');
  if (schema['enum'])
    return listOf(schema['enum'])
      .map((value) => JSON.stringify(value))
      .join(' | ');
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (schema['items'])
    return `array of ${typeOf(resolveSchema(schemaOf(schema['items']), schemas), schemas)}${boundsOf(schema)}`;
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type'] ?? 'any JSON'];
  const format = typeof schema['format'] === 'string' ? ` (${schema['format']})` : '';
  return `${types.join(' or ')}${format}${boundsOf(schema)}`;
}

function boundsOf({ minimum, maximum, minLength, maxLength, minItems, maxItems }: Schema): string {
  return [
    between(minLength, maxLength, ' characters'),
    between(minimum, maximum, ''),
    between(minItems, maxItems, ' items'),
  ].join('');
}

/** The ends of what a number can be are no bounds to a reader. */
function between(lowest: unknown, highest: unknown, unit: string): string {
  const [least, most] = [lowest, highest].map((end) =>
    Number.isSafeInteger(end) && Math.abs(Number(end)) < 2 ** 53 - 1 ? `${Number(end)}` : null,
  );
  if (least && most) return `, ${least} to ${most}${unit}`;
  if (most) return `, at most ${most}${unit}`;
  return least ? `, at least ${least}${unit}` : '';
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function schemaOf(value: unknown): Schema {
  return Schema.safeParse(value).data ?? {};
}
