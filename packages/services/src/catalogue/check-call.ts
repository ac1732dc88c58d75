import { bindArguments, type CallProblem } from './bind-arguments.ts';
import type { Parameter } from './catalogue-entry.ts';
import { holdsBigInt, parseExactly } from './parse-exactly.ts';
import { schemaCheckOf, schemaProblem } from './schema-check.ts';

/** What is wrong with a call; null when nothing is, or when it cannot be told. */
export type CallCheck = (args: string, kwargs: string) => CallProblem | null;

/**
 * The check of one callable. A value with whole numbers beyond 2^53 is bound and not looked into: no validator here compares
 * such numbers exactly, and Python will. Text that is no JSON array and object is the door's to refuse.
 */
export function callCheckOf(parameters: readonly Parameter[]): CallCheck {
  // Stored schemas were checked when they came; one that a later version refuses must not stop an enqueue.
  const usable = parameters.filter(({ schema }) => schemaProblem(schema) === null);
  const checks = new Map(usable.map((parameter) => [parameter, schemaCheckOf(parameter.schema)]));
  return (argsText, kwargsText) => {
    const args = parsed(argsText);
    const kwargs = parsed(kwargsText);
    if (!Array.isArray(args) || typeof kwargs !== 'object' || kwargs === null || Array.isArray(kwargs)) return null;
    const binding = bindArguments(parameters, args, new Map(Object.entries(kwargs)));
    if ('problem' in binding) return binding;
    for (const { path, parameter, value } of binding.bound) {
      if (holdsBigInt(value)) continue;
      const violation = checks.get(parameter)?.(value);
      if (violation) return { path: path + violation.path, problem: violation.problem };
    }
    return null;
  };
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
