import { RaydeckError } from '@raydeck/core';
import type { z } from 'zod';

/** The input as its schema has it. Throws INVALID with the path of the first thing that is wrong. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [{ path, problem } = { path: '', problem: 'is not valid' }] = inputProblems(parsed.error);
  throw new RaydeckError('INVALID', path ? `${path}: ${problem}` : problem, { path });
}

/** What a schema found, as paths like `queues.mail.rate.seconds` or `tags[3]`, and sentences. */
export function inputProblems(error: z.ZodError): { path: string; problem: string }[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), problem: 'is not a field' }));
    }
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return [{ path: pathText(issue.path), problem: isMissing ? 'is required' : issue.message }];
  });
}

function pathText(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '').slice(0, 300).toWellFormed();
}
