import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { violationOf } from './violation.ts';

/** What is wrong with a value, with the path within it as in `.items[0].price`; null when nothing is. */
export type SchemaCheck = (value: unknown) => { path: string; problem: string } | null;

/** Compiling costs a millisecond, and most parameters have one of a few schemas. */
const kept = 2_000;
const compiled = new Map<string, SchemaCheck>();

// Formats and unknown words say something to people and to Python, and nothing here.
const options = { strict: false, validateFormats: false, strictNumbers: false, logger: false } as const;
/** Knows what a schema is, and keeps none. */
const metaSchema = new Ajv2020(options);

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

/** By an instance of its own: ajv would hold what it has compiled, and mistake one `$id` for another's. */
function compile(schema: object): SchemaCheck {
  if (metaSchema.validateSchema(schema) !== true)
    throw new Error(metaSchema.errorsText(undefined, { dataVar: 'schema' }));
  // It would answer with a promise, which counts as a yes, and whose refusal nobody hears and ends the process.
  if ('$async' in schema) throw new Error('$async is not for data');
  const { validate, isCostly } = compiledOf(schema);
  if (isCostly) return () => null;
  return (value) => {
    try {
      return validate(value) ? null : violationOf(validate.errors ?? []);
    } catch (error) {
      // A schema can refer to itself without end; then nothing can be told by it.
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
}

/**
 * Costly is what rests on patterns, by an unlucky one of which a text of thirty characters takes minutes, or compares all items
 * with all others. Such a schema is not looked into as a whole: below `not` or `oneOf` half of it would say the opposite.
 */
function compiledOf(schema: object): { validate: ValidateFunction; isCostly: boolean } {
  let isCostly = false;
  const regExp = (pattern: string, flags: string): RegExp => {
    isCostly = true;
    return new RegExp(pattern, flags);
  };
  const code = { regExp: Object.assign(regExp, { code: 'new RegExp' }) };
  const ajv = new Ajv2020({ ...options, meta: false, validateSchema: false, code });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    compile: (isAsked) => {
      isCostly ||= isAsked === true;
      return () => true;
    },
  });
  const validate = ajv.compile(schema);
  return { validate, isCostly };
}
