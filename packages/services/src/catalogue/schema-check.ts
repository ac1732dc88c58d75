import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { violationOf } from './violation.ts';

/** What is wrong with a value, with the path within it as in `.items[0].price`; null when nothing is. */
export type SchemaCheck = (value: unknown) => { path: string; problem: string } | null;

/** Compiling costs a millisecond, and most parameters have one of a few schemas. */
const kept = 2_000;
const compiled = new Map<string, SchemaCheck>();

// Formats and unknown words say something to people and to Python, and nothing here.
const ajv = new Ajv2020({
  strict: false,
  validateFormats: false,
  strictNumbers: false,
  addUsedSchema: false,
  logger: false,
});

/** Compiles a JSON Schema of draft 2020-12, once for all parameters that have the same. Throws what ajv throws. */
export function schemaCheckOf(schema: object): SchemaCheck {
  const key = JSON.stringify(schema);
  const found = compiled.get(key) ?? compile(schema);
  compiled.delete(key);
  compiled.set(key, found);
  const [oldest] = compiled.keys();
  if (compiled.size > kept && oldest !== undefined) compiled.delete(oldest);
  return found;
}

/** What is wrong with a schema; null when it can be checked by. */
export function schemaProblem(schema: object): string | null {
  try {
    schemaCheckOf(schema);
    return null;
  } catch (error) {
    return `is no JSON Schema: ${error instanceof Error ? error.message.slice(0, 300) : 'ajv refuses it'}`;
  }
}

function compile(schema: object): SchemaCheck {
  const validate: ValidateFunction = ajv.compile(schema);
  // ajv would keep each schema for ever.
  ajv.removeSchema(schema);
  return (value) => (validate(value) ? null : violationOf(validate.errors ?? []));
}
