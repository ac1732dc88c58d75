import type { z } from 'zod';
import { RayError } from '../ray-error.ts';
import { lastLine } from './last-line.ts';
import type { RayAnswer } from './ray-http.ts';

/** The JSON of a 200, checked. Throws `refused` for 400 and 404, `not_ray` when it is not what Ray sends. */
export function parseAnswer<T>(what: string, answer: RayAnswer, schema: z.ZodType<T>): T {
  const { statusCode } = answer;
  if (statusCode !== 200) {
    throw new RayError('refused', `Ray refused ${what} with ${statusCode}: ${lastLine(answer.text)}`, { statusCode });
  }
  const result = schema.safeParse(parseJson(what, answer.text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new RayError(
    'not_ray',
    `Ray's answer to ${what} is not as expected at "${issue?.path.join('.')}": ${issue?.message}.`,
    {
      cause: result.error,
    },
  );
}

function parseJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RayError('not_ray', `The answer to ${what} is not JSON: check RAY_ADDRESS.`, { cause });
  }
}
