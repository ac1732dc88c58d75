import { ConnectionError } from '../error.ts';
import { answerError, isOf, notRaydeck } from './answer-error.ts';
import { type Query, queryText } from './path.ts';

/** One call of the API. */
export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1; see `path`. */
  path: string;
  query?: Query;
  /** JSON text, or bytes of another media type. */
  body?: string | { bytes: Uint8Array<ArrayBuffer>; type: string };
  /** Whether a second one does no harm. Default: true, but for POST. */
  isRepeatable?: boolean;
  /** For how long the server may hold the answer back on purpose: the timeout begins after it. */
  heldMs?: number;
}

interface Try {
  /** The media type that is asked for. */
  type: string;
  signal: AbortSignal;
  /** A try before this one may have done what was asked. */
  isAfterDoubt: boolean;
}

/** One request and its answer, read. Throws ApiError and ConnectionError. */
export type Exchange = <T>(call: HttpCall, once: Try, read: (answer: Response) => Promise<T>) => Promise<T>;

/** Requests to one address with one key. */
export function createExchange(server: { address: string; apiKey: string; fetch: typeof fetch }): Exchange {
  // Browsers refuse a fetch that is called as a method of something else.
  const { fetch: ask, address, apiKey } = server;
  return async (call, { type, signal, isAfterDoubt }, read) => {
    const { method, body } = call;
    const answer = await ask(`${address}${call.path}${queryText(call.query ?? {})}`, {
      method,
      redirect: 'manual',
      signal,
      headers: {
        accept: `${type}, application/problem+json`,
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': typeof body === 'string' ? 'application/json' : body.type }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : body.bytes }),
    }).catch(unreachable);
    if (!answer.ok) throw await answerError(answer, isAfterDoubt).catch(unreachable);
    if (answer.status !== 204 && !isOf(answer, type)) {
      throw notRaydeck(answer, `The answer is not ${type}: is url the address of a Raydeck?`);
    }
    return read(answer).catch(unreachable);
  };
}

function unreachable(cause: unknown): never {
  throw new ConnectionError('UNREACHABLE', `The server cannot be reached${reasonIn(cause)}.`, { cause });
}

/** Node says only "fetch failed", and why in the cause; several addresses failed when it is an AggregateError. */
function reasonIn(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { cause } = error;
  const inner = cause instanceof AggregateError ? cause.errors.find((one) => one instanceof Error) : cause;
  return `: ${inner instanceof Error && inner.message !== '' ? inner.message : error.message}`;
}
