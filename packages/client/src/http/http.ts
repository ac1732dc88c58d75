import { canParseBigints, type ParseJson, parseWithBigints } from '../json/parse-json.ts';
import type { CallOptions, ClientOptions } from '../options.ts';
import { backoffMs } from './backoff.ts';
import { createExchange, type HttpCall } from './exchange.ts';
import { judge, tooLate } from './judge.ts';
import { apiAddress } from './path.ts';
import { pause, within } from './pause.ts';

/** The API's calls with timeouts, retries and typed errors; knows no resource. */
export interface Http {
  /** The value of a JSON answer; undefined for 204. */
  json: <T>(call: HttpCall, options?: CallOptions) => Promise<T>;
  /** The text of a JSON answer; empty for 204. */
  text: (call: HttpCall, options?: CallOptions) => Promise<string>;
  /** An answer of this media type whose body the caller reads; the timeout ends with its headers. */
  open: (call: HttpCall, type: string, options?: CallOptions) => Promise<Response>;
}

/** Checks the options. Throws a TypeError for those that cannot work. */
export function createHttp(options: ClientOptions): Http {
  const { apiKey, bigints = false, fetch = globalThis.fetch, timeoutMs = 30_000, retries = 4 } = options;
  if (!/^[\u0021-\u007e]+$/.test(apiKey)) throw new TypeError('apiKey must be an API key: rdk_…');
  if (bigints && !canParseBigints()) {
    throw new TypeError('bigints needs JSON.parse with source text access, which this runtime does not have.');
  }
  const exchange = createExchange({ address: apiAddress(options.url), apiKey, fetch });

  async function tries<T>(call: HttpCall, type: string, own: CallOptions, read: (answer: Response) => Promise<T>) {
    const ms = (own.timeoutMs ?? timeoutMs) + (call.heldMs ?? 0);
    let isAfterDoubt = false;
    for (let failure = 0; ; failure += 1) {
      const once = (signal: AbortSignal) => exchange(call, { type, signal, isAfterDoubt }, read);
      try {
        return await within(ms, () => tooLate(ms), own.signal, once);
      } catch (error) {
        const { isWorthRetrying, isDoubtful, waitMs } = judge(error, call);
        if (!isWorthRetrying || failure >= (own.retries ?? retries)) throw error;
        isAfterDoubt ||= isDoubtful;
        await pause(backoffMs(failure, waitMs), own.signal);
      }
    }
  }

  const text: Http['text'] = (call, own = {}) => tries(call, 'application/json', own, (answer) => answer.text());
  const parse: ParseJson = bigints ? parseWithBigints : JSON.parse;
  const valueOf = (answer: string) => (answer === '' ? undefined : parse(answer));
  return {
    text,
    // Types are promised, not checked: a test holds them and the server's own schemas together.
    json: async <T>(call: HttpCall, own?: CallOptions) => valueOf(await text(call, own)) as T,
    open: (call, type, own = {}) => tries(call, type, own, async (answer) => answer),
  };
}
