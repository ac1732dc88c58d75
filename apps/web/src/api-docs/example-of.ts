import { resolveSchema, Schema } from './fields-of.ts';

/** The least value that a schema describes: what is required, and of an object that requires nothing its first member. */
export function exampleOf(given: Schema, schemas: Record<string, Schema>): unknown {
  const schema = resolveSchema(given, schemas);
  if ('example' in schema) return schema['example'];
  if ('const' in schema) return schema['const'];
  const { enum: values, anyOf, properties, required, items, minItems } = schema;
  if (Array.isArray(values)) return values[0];
  if (Array.isArray(anyOf)) return exampleOf(Schema.parse(anyOf[0]), schemas);
  if (properties) {
    const members = Object.entries(Schema.parse(properties));
    const wanted =
      Array.isArray(required) && required.length > 0 ? required : members.slice(0, 1).map(([name]) => name);
    const shown = members.filter(([name]) => wanted.includes(name));
    return Object.fromEntries(shown.map(([name, member]) => [name, exampleOf(Schema.parse(member), schemas)]));
  }
  if (schema['type'] === 'array') return items && Number(minItems) > 0 ? [exampleOf(Schema.parse(items), schemas)] : [];
  return plain(schema);
}

function plain({ type, format, minimum, minLength }: Schema): unknown {
  if (type === 'integer' || type === 'number') return Math.max(1, Number(minimum ?? 1));
  if (type === 'boolean') return true;
  if (type === 'object') return {};
  if (format === 'date-time') return '2026-11-20T10:00:00Z';
  if (format === 'email') return 'ada@example.com';
  return type === 'string' ? '…'.padEnd(Number(minLength ?? 1), '…') : null;
}
