import type { CatalogueEntry } from '@raydeck/services';
import { rawElements, rawMembers } from '../rest/raw-members.ts';
import { prettyJson } from '../text/pretty-json.ts';
import { checkJson } from './check-json.ts';
import { jsonOf, parameterField, takesNull } from './parameter-field.ts';

type Parameter = CatalogueEntry['parameters'][number];

/** Texts for the fields by parameter, or what keeps these arguments out of them. */
export type Fields = { texts: Record<string, string> } | { at: 'args' | 'kwargs'; problem: string };

/** The other way round than `callOf`: arguments as JSON texts into a form's fields, digit for digit. */
export function fieldsOf(parameters: readonly Parameter[], call: { args: string; kwargs: string }): Fields {
  for (const [at, wanted] of [
    ['args', 'array'],
    ['kwargs', 'object'],
  ] as const) {
    const problem = checkJson(call[at], wanted);
    if (problem) return { at, problem };
  }
  const texts = new Map<string, string>();
  const positional = parameters.filter(({ kind }) => kind === 'positional_only' || kind === 'positional_or_keyword');
  const rest = parameters.find(({ kind }) => kind === 'var_positional');
  const elements = rawElements(call.args);
  for (const [index, json] of elements.slice(0, positional.length).entries()) {
    const parameter = positional[index];
    const text = parameter && textOf(parameter, json);
    if (text === null || !parameter) return { at: 'args', problem: `Fields cannot show [${index}].` };
    texts.set(parameter.name, text ?? '');
  }
  const more = elements.slice(positional.length);
  if (more.length > 0 && !rest) return { at: 'args', problem: `At most ${positional.length} go by position.` };
  if (rest && more.length > 0) texts.set(rest.name, prettyJson(`[${more.join(', ')}]`));
  return namedFieldsOf(parameters, call.kwargs, texts);
}

function namedFieldsOf(parameters: readonly Parameter[], kwargs: string, texts: Map<string, string>): Fields {
  const others = parameters.find(({ kind }) => kind === 'var_keyword');
  const unknown: string[] = [];
  let members: Map<string, string>;
  try {
    members = rawMembers(kwargs);
  } catch {
    return { at: 'kwargs', problem: 'A name is given twice.' };
  }
  for (const [name, json] of members) {
    const parameter = parameters.find((one) => one.name === name && isNamed(one));
    if (!parameter && !others) return { at: 'kwargs', problem: `${name} is not a parameter that goes by name.` };
    if (parameter && texts.has(name)) return { at: 'kwargs', problem: `${name} is given by position already.` };
    const text = parameter && textOf(parameter, json);
    if (text === null) return { at: 'kwargs', problem: `Fields cannot show ${name}.` };
    if (parameter) texts.set(name, text ?? '');
    else unknown.push(`${JSON.stringify(name)}: ${json}`);
  }
  if (others && unknown.length > 0) texts.set(others.name, prettyJson(`{${unknown.join(', ')}}`));
  return { texts: Object.fromEntries(texts) };
}

/** Null when the field would not say the same: an empty one is not given, and one for numbers takes no text. */
function textOf(parameter: Parameter, json: string): string | null {
  const { schema, required } = parameter;
  const field = parameterField(schema);
  if (json === 'null' && field.kind !== 'json') {
    const isMeantByNothing = required ? takesNull(schema) : 'default' in parameter && parameter.default === null;
    return isMeantByNothing ? '' : null;
  }
  if (field.kind === 'json') return prettyJson(json);
  if (field.kind === 'text') {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'string') return null;
    return value.trim() === '' ? null : value;
  }
  if (field.kind === 'choice' || field.kind === 'boolean') {
    const choice = JSON.stringify(JSON.parse(json));
    const choices = field.kind === 'choice' ? field.choices : ['true', 'false'];
    return choices.includes(choice) ? choice : null;
  }
  return 'json' in jsonOf(field, json) ? json : null;
}

function isNamed({ kind }: Parameter): boolean {
  return kind === 'positional_or_keyword' || kind === 'keyword_only';
}
