import { ApiError, ConnectionError, type FieldProblem, type Problem, type ProblemCode } from '../error.ts';
import { retryAfterMs } from './backoff.ts';

/** The error that an answer means: the server's own problem, or that somebody else answered. */
export async function answerError(response: Response, isAfterDoubt: boolean): Promise<ApiError | ConnectionError> {
  if (response.status === 0 || (response.status >= 300 && response.status < 400)) return redirected(response);
  const text = await response.text();
  const problem = isOf(response, 'application/problem+json') ? problemOf(text) : null;
  if (problem) return new ApiError(problem, { retryAfterMs: waitOf(response), isAfterDoubt });
  return notRaydeck(response, 'The answer is not Raydeck’s: is url the address of a Raydeck, and the way to it free?');
}

/** For what a proxy says, or another server, such as a page to sign in. */
export function notRaydeck(response: Response, message: string): ConnectionError {
  const { status, statusText } = response;
  const text = `${message} (${`${status} ${statusText}`.trim()})`;
  return new ConnectionError('UNEXPECTED_ANSWER', text, { status, retryAfterMs: waitOf(response) });
}

/** Whether the answer's body is of this media type. */
export function isOf(response: Response, type: string): boolean {
  const [found = ''] = (response.headers.get('content-type') ?? '').split(';');
  return found.trim().toLowerCase() === type;
}

function waitOf(response: Response): number {
  return retryAfterMs(response.headers.get('retry-after'));
}

function redirected(response: Response): ConnectionError {
  const target = response.headers.get('location');
  return notRaydeck(response, `The address leads elsewhere${target ? `, to ${target}` : ''}: give that as url.`);
}

function problemOf(text: string): Problem | null {
  const { status, code, detail, errors, requestId } = membersOf(text);
  if (typeof status !== 'number' || typeof code !== 'string' || typeof detail !== 'string') return null;
  return {
    status,
    code: knownCode(code),
    detail,
    errors: Array.isArray(errors) ? errors.filter(isFieldProblem) : [],
    requestId: typeof requestId === 'string' ? requestId : '',
  };
}

/** A newer server's code passes as it is: programs compare it, and nothing here depends on knowing it. */
function knownCode(code: string): ProblemCode {
  return code as ProblemCode;
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return typeof value === 'object' && value !== null && 'path' in value && 'problem' in value;
}
