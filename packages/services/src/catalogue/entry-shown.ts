import { Redaction, type RedactionRules } from '@raydeck/core';
import { isDeepStrictEqual } from 'node:util';
import { isDeclaredSecret } from '../redaction/argument-names.ts';
import type { CatalogueEntry, Parameter } from './catalogue-entry.ts';

/** Words of JSON Schema that hold values. */
const valueWords = new Set(['default', 'examples', 'example', 'const', 'enum']);

/** An entry as it is shown. A default that is not shown is left out, not masked: a form would hand the mask on as a value. */
export function entryShown(entry: CatalogueEntry, rules: RedactionRules): CatalogueEntry {
  const redaction = new Redaction(rules);
  return {
    ...entry,
    options: redaction.value(entry.options),
    parameters: entry.parameters.map((parameter) => {
      const isSecret = rules.isSecretName(parameter.name) || isDeclaredSecret(parameter);
      return isSecret ? withoutValues(parameter) : withShownDefault(parameter, redaction);
    }),
  };
}

function withoutValues({ default: _default, schema, ...parameter }: Parameter): Parameter {
  return { ...parameter, schema: schemaWithoutValues(schema) };
}

function schemaWithoutValues<T>(schema: T): T;
function schemaWithoutValues(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((item: unknown) => schemaWithoutValues(item));
  const kept = Object.entries(schema).filter(([name]) => !valueWords.has(name));
  return Object.fromEntries(kept.map(([name, item]) => [name, schemaWithoutValues(item)]));
}

function withShownDefault(parameter: Parameter, redaction: Redaction): Parameter {
  const { default: value, ...rest } = parameter;
  return 'default' in parameter && !isDeepStrictEqual(redaction.value(value), value) ? rest : parameter;
}
