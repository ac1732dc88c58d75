import type { Parameter } from './catalogue-entry.ts';

/** A problem with a call, at a path as in `args[0]` or `kwargs.amount`. */
export interface CallProblem {
  path: string;
  problem: string;
}

/** A value and the parameter that it is for. */
export interface BoundArgument {
  path: string;
  parameter: Parameter;
  value: unknown;
}

/** Binds as Python does when it calls; what Python would refuse with a TypeError is the problem. */
export function bindArguments(
  parameters: readonly Parameter[],
  args: readonly unknown[],
  kwargs: ReadonlyMap<string, unknown>,
): { bound: BoundArgument[] } | CallProblem {
  const positional = parameters.filter(({ kind }) => kind === 'positional_only' || kind === 'positional_or_keyword');
  const rest = parameters.find(({ kind }) => kind === 'var_positional');
  const others = parameters.find(({ kind }) => kind === 'var_keyword');
  const byName = new Map(parameters.filter(isNamed).map((parameter) => [parameter.name, parameter]));
  const bound: BoundArgument[] = [];
  const filled = new Map<string, string>();

  for (const [index, value] of args.entries()) {
    const path = `args[${index}]`;
    const parameter = positional[index] ?? rest;
    if (!parameter) return { path, problem: `is one too many: at most ${positional.length} go by position` };
    if (parameter !== rest) filled.set(parameter.name, path);
    bound.push({ path, parameter, value });
  }
  for (const [name, value] of kwargs) {
    const path = `kwargs.${name}`;
    const parameter = byName.get(name) ?? others;
    if (!parameter) return { path, problem: whyUnknown(parameters, name) };
    const taken = parameter === others ? undefined : filled.get(name);
    if (taken !== undefined) return { path, problem: `is given twice: ${taken} is the same parameter` };
    if (parameter !== others) filled.set(name, path);
    bound.push({ path, parameter, value });
  }
  const missing = parameters.find(({ name, required, kind }) => required && !isVariadic(kind) && !filled.has(name));
  return missing ? { path: pathOfMissing(missing, positional), problem: 'is required' } : { bound };
}

function isNamed({ kind }: Parameter): boolean {
  return kind === 'positional_or_keyword' || kind === 'keyword_only';
}

function isVariadic(kind: Parameter['kind']): boolean {
  return kind === 'var_positional' || kind === 'var_keyword';
}

function whyUnknown(parameters: readonly Parameter[], name: string): string {
  const isThere = parameters.some((parameter) => parameter.name === name && parameter.kind === 'positional_only');
  return isThere ? 'goes by position only' : 'is not a parameter';
}

function pathOfMissing(missing: Parameter, positional: readonly Parameter[]): string {
  return missing.kind === 'positional_only' ? `args[${positional.indexOf(missing)}]` : `kwargs.${missing.name}`;
}
