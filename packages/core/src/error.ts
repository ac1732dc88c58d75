/** What went wrong, in the terms that REST, UI and logs map once. */
export type ErrorCode =
  'NOT_FOUND' | 'CONFLICT' | 'INVALID' | 'FORBIDDEN' | 'PRECONDITION' | 'UNAVAILABLE' | 'INTERNAL';

/** An error that a caller can act on: `message` is one sentence for people, `path` names the bad field. */
export class RaydeckError extends Error {
  override readonly name = 'RaydeckError';
  readonly code: ErrorCode;
  readonly path: string | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; path?: string } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.code = code;
    this.path = options.path;
  }
}
