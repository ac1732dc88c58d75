import type { CatalogueEntry } from '@raydeck/services';
import { jsonOf, parameterField, takesNull } from './parameter-field.ts';

type Parameter = CatalogueEntry['parameters'][number];

/** Arguments as JSON texts, or what is wrong with each parameter by its name. */
export type Call = { args: string; kwargs: string } | { problems: Record<string, string> };

/**
 * The call that the fields of a form say, by the rules of Python: what must be given by position is, all else by name. An empty
 * field is not given, or null where a value is required that may be null. Values of `*args` come after all that can be given by position, which must all be given then.
 */
export function callOf(parameters: readonly Parameter[], texts: Readonly<Record<string, string>>): Call {
  const { problems, ...call } = draftOf(parameters, texts);
  return Object.keys(problems).length > 0 ? { problems } : call;
}

/** The call as far as the fields say it: what is missing or wrong is left out, or null where another position follows. */
export function draftOf(parameters: readonly Parameter[], texts: Readonly<Record<string, string>>) {
  const problems: Record<string, string> = {};
  const given = new Map<string, string>();
  for (const parameter of parameters) {
    const read = readParameter(parameter, texts[parameter.name] ?? '');
    if (read === null) continue;
    if ('problem' in read) problems[parameter.name] = read.problem;
    else given.set(parameter.name, read.json);
  }
  const rest = parameters.find(({ kind }) => kind === 'var_positional');
  const isByPosition = ({ kind }: Parameter): boolean =>
    kind === 'positional_only' || (kind === 'positional_or_keyword' && rest !== undefined && given.has(rest.name));
  const args = positions(parameters.filter(isByPosition), given, rest !== undefined && given.has(rest.name), problems);
  const named = parameters.filter((one) => !isByPosition(one) && !one.kind.startsWith('var_') && given.has(one.name));
  const members = named.map(({ name }) => `${JSON.stringify(name)}: ${given.get(name) ?? ''}`);
  const others = parameters.find(({ kind }) => kind === 'var_keyword');
  return {
    problems,
    args: `[${[...args, ...inner(rest && given.get(rest.name))].join(', ')}]`,
    kwargs: `{${[...members, ...inner(others && given.get(others.name))].join(', ')}}`,
  };
}

/** Null: not given. */
function readParameter({ kind, required, schema }: Parameter, text: string) {
  const field = kind.startsWith('var_') ? { kind: 'json' as const } : parameterField(schema);
  if (text.trim() === '') {
    if (!required) return null;
    return takesNull(schema) ? { json: 'null' } : { problem: 'This has no default: give a value.' };
  }
  if (kind === 'var_positional' && !text.trim().startsWith('[')) return { problem: 'A JSON array, like [1, "two"].' };
  if (kind === 'var_keyword' && !text.trim().startsWith('{')) return { problem: 'A JSON object, like {"a": 1}.' };
  return jsonOf(field, text);
}

/** Nothing may be left out before something that is given by position. */
function positions(
  parameters: readonly Parameter[],
  given: ReadonlyMap<string, string>,
  areMoreToCome: boolean,
  problems: Record<string, string>,
): string[] {
  const last = areMoreToCome ? parameters.length - 1 : parameters.findLastIndex(({ name }) => given.has(name));
  return parameters.slice(0, last + 1).map((parameter) => {
    const json = given.get(parameter.name);
    if (json !== undefined) return json;
    problems[parameter.name] ??= 'A value after it is given by position: give this one too.';
    return 'null';
  });
}

/** What stands within the brackets of a JSON array or object. */
function inner(json: string | undefined): string[] {
  const text = json?.trim().slice(1, -1).trim() ?? '';
  return text === '' ? [] : [text];
}
