import type { z } from 'zod';
import type { FieldProblem } from './request-error.ts';

/** What a schema found, as paths and sentences. `noun` is what an unknown key is called: a field or a parameter. */
export function zodProblems(error: z.ZodError, noun: string): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), problem: `is not a ${noun}` }));
    }
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return [{ path: pathText(issue.path), problem: isMissing ? 'is required' : issue.message }];
  });
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
