import fc from 'fast-check';
import { type Document, resolve, type Schema } from './operation.ts';

/** By the name of a field or parameter: values that mean something, such as the names of queues that are there. */
export type Hints = Readonly<Record<string, readonly string[]>>;

/** How long lists and how deep free values grow: size is not what is looked for here. */
const maxItems = 3;

/** Values that the schema describes. */
export function schemaArbitrary(document: Document, given: Schema, hints: Hints, name = ''): fc.Arbitrary<unknown> {
  const schema = resolve(document, given);
  const own = ownArbitrary(document, schema, hints, name);
  const known = hints[name];
  if (!known || known.length === 0 || !isText(schema)) return own;
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: own });
}

function ownArbitrary(document: Document, schema: Schema, hints: Hints, name: string): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const']);
  const choices = listOf(schema['anyOf'] ?? schema['oneOf']).map(schemaOf);
  if (schema['enum'] !== undefined) return fc.constantFrom(...listOf(schema['enum']));
  if (choices.length > 0) return fc.oneof(...choices.map((choice) => schemaArbitrary(document, choice, hints, name)));
  const types = Array.isArray(schema['type']) ? listOf(schema['type']) : [schema['type']];
  return fc.oneof(...types.map((type) => ofType(document, { ...schema, type }, hints, name)));
}

function ofType(document: Document, schema: Schema, hints: Hints, name: string): fc.Arbitrary<unknown> {
  switch (schema['type']) {
    case 'string':
      return text(schema);
    case 'integer':
      return fc.integer({ min: numberOf(schema['minimum'], -1_000_000), max: numberOf(schema['maximum'], 1_000_000) });
    case 'number':
      return fc.double({
        min: numberOf(schema['minimum'], -1e9),
        max: numberOf(schema['maximum'], 1e9),
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return list(document, schema, hints, name);
    case 'object':
      return record(document, schema, hints);
    default:
      return anyJson;
  }
}

const anyJson = fc.jsonValue({ maxDepth: 3 });

function list(document: Document, schema: Schema, hints: Hints, name: string): fc.Arbitrary<unknown> {
  const minLength = numberOf(schema['minItems'], 0);
  const item = schemaArbitrary(document, schemaOf(schema['items']), hints, name);
  return fc.array(item, {
    minLength,
    maxLength: Math.min(numberOf(schema['maxItems'], maxItems), minLength + maxItems),
  });
}

/** Fields that need not be there are there one time in three: most pairs of them then meet. */
function record(document: Document, schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  const properties = Object.entries(schemaOf(schema['properties']));
  const required = new Set(listOf(schema['required']));
  if (properties.length === 0) return dictionary(document, schema, hints);
  const fields = properties.map(([name, property]) => {
    const value = schemaArbitrary(document, schemaOf(property), hints, name);
    if (required.has(name)) return value;
    return fc.oneof({ weight: 2, arbitrary: fc.constant<unknown>(absent) }, { weight: 1, arbitrary: value });
  });
  return fc.tuple(...fields).map((values) => {
    const entries = properties.map(([name], at): [string, unknown] => [name, values[at]]);
    return Object.fromEntries(entries.filter(([, value]) => value !== absent));
  });
}

const absent = Symbol('absent');

function dictionary(document: Document, schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  const { additionalProperties } = schema;
  if (additionalProperties === false) return fc.constant({});
  const names = schema['propertyNames'] ? text(schemaOf(schema['propertyNames'])) : fc.string();
  const keys = names.filter((key) => key !== '__proto__');
  return fc.dictionary(keys, schemaArbitrary(document, schemaOf(additionalProperties), hints), {
    maxKeys: maxItems,
    noNullPrototype: true,
  });
}

function text(schema: Schema): fc.Arbitrary<string> {
  const minLength = numberOf(schema['minLength'], 0);
  const maxLength = numberOf(schema['maxLength'], 200);
  if (schema['format'] === 'uuid') return fc.uuid();
  if (schema['format'] === 'date-time') return time;
  if (schema['format'] === 'email') return fc.emailAddress();
  if (typeof schema['pattern'] === 'string') {
    return fc
      .stringMatching(new RegExp(schema['pattern']))
      .map((value) => value.slice(0, Math.max(maxLength, minLength)));
  }
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 30), unit: 'grapheme-composite' });
}

/** Mostly of our days; the whole range now and then. */
const time = fc
  .oneof(
    {
      weight: 3,
      arbitrary: fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
    },
    { weight: 1, arbitrary: fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }) },
  )
  .map((date) => date.toISOString());

function isText(schema: Schema): boolean {
  return schema['type'] === 'string' || Array.isArray(schema['anyOf']) || Array.isArray(schema['type']);
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function schemaOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
