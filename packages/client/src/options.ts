/** How to reach a Raydeck. */
export interface ClientOptions {
  /** The console's address, such as `https://raydeck.example.com`; a path in front of `/api/v1` is kept. */
  url: string;
  /** An API key: `rdk_…`. */
  apiKey: string;
  /** Instead of the global `fetch`: a proxy, tracing, tests. */
  fetch?: typeof globalThis.fetch;
  /** What one try may take, its answer's body included. Default 30,000. */
  timeoutMs?: number;
  /**
   * How often a call is tried again after a network error, a timeout, or an answer of 429, 502, 503 or 504, with
   * exponential backoff and full jitter. Calls that are not safe to repeat are tried again after 429 only. Default 4.
   */
  retries?: number;
  /**
   * Integers beyond ±(2^53 − 1) in answers become bigints and keep their digits; by default they are rounded, as JSON.parse
   * does. Needs JSON.parse with source text access: Node from 21, Deno, Chrome from 114, Safari from 18.4, Firefox from 135.
   */
  bigints?: boolean;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, and all its tries, with the signal's reason. */
  signal?: AbortSignal;
  /** What one try may take. Default: the client's. */
  timeoutMs?: number;
  /** Default: the client's. */
  retries?: number;
}
