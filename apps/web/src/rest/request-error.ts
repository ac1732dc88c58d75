/** A field, parameter or header that is wrong. `path` is as in `retry.delaySeconds` or `tags[3]`; empty for the whole. */
export interface FieldProblem {
  path: string;
  problem: string;
}

export type RequestErrorCode =
  | 'INVALID'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE';

/** What is wrong with a request before a use case sees it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: RequestErrorCode,
    detail: string,
    options: { errors?: readonly FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** 400 with the fields that are wrong. */
export function invalidRequest(errors: readonly FieldProblem[]): RequestError {
  const [first] = errors;
  const subject = first?.path ? `${first.path} ` : '';
  return new RequestError('INVALID', first ? `${subject}${first.problem}` : 'The request is not valid.', { errors });
}
