import type { z } from 'zod';
import type { FieldProblem } from './request-error.ts';

/** Nobody reads more, and a body of ten megabytes could hold a million. */
const mostProblems = 100;

/** What a schema found first, as paths and sentences. `noun` is what an unknown key is called: a field or a parameter. */
export function zodProblems(error: z.ZodError, noun: string): FieldProblem[] {
  const problems = error.issues.slice(0, mostProblems).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys
        .slice(0, mostProblems)
        .map((key) => ({ path: pathText([...issue.path, key]), problem: `is not a ${noun}` }));
    }
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return [{ path: pathText(issue.path), problem: isMissing ? 'is required' : issue.message }];
  });
  return problems.slice(0, mostProblems);
}

/** `retry.delaySeconds`, `tags[3]`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text.slice(0, 300).toWellFormed();
}
