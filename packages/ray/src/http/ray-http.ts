import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, type Dispatcher, request } from 'undici';
import type { z } from 'zod';
import { RayError } from '../ray-error.ts';
import { parseAnswer } from './parse-answer.ts';
import { readText } from './read-text.ts';
import { refusalOf } from './refusal-of.ts';

/** Answers are small, lists of thousands of jobs included; a larger one is a mistake of somebody. */
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;
const GET_TRIES = 3;

export interface RayHttpOptions {
  /** Canonical, see ray-address.ts. */
  address: string;
  token: string | undefined;
  timeoutMs: number;
  onCall?: ((called: RayCalled) => void) | undefined;
}

/** A call that is over. */
export interface RayCalled {
  /** Method and path; ids are left out, so there are few of them. */
  operation: string;
  durationMs: number;
  /** Why there was no answer of use, in RayError's words; null with one. */
  failure: string | null;
}

export interface RayCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With the leading slash; dynamic parts are encoded by the caller. */
  path: string;
  body?: string | Buffer;
  /** Over the client's own timeout. */
  timeoutMs?: number;
}

/** An answer that Ray gave on purpose; `text` is whole. */
export interface RayAnswer {
  statusCode: number;
  text: string;
}

/**
 * Ray's HTTP door. undici's `request` and not the global `fetch`: that one sends sec-fetch-mode, for which Ray refuses
 * every write as "browser traffic". Each call has a timeout, since with a dead GCS Ray's own never comes.
 */
export class RayHttp {
  readonly address: string;
  readonly #token: string | undefined;
  readonly #timeoutMs: number;
  readonly #onCall: (called: RayCalled) => void;
  readonly #agent: Agent;

  constructor(options: RayHttpOptions) {
    this.address = options.address;
    this.#token = options.token;
    this.#timeoutMs = options.timeoutMs;
    this.#onCall = options.onCall ?? (() => undefined);
    this.#agent = new Agent({ connections: 32, connect: { timeout: options.timeoutMs } });
  }

  /** One try. Throws RayError without an answer, and for those that are never what a caller asked for. */
  async call(call: RayCall): Promise<RayAnswer> {
    return this.open(call, async (response) => {
      const text = await readText(response.body, ANSWER_LIMIT_BYTES);
      const refusal = refusalOf(this.address, response, text);
      if (refusal) throw refusal;
      return { statusCode: response.statusCode, text };
    });
  }

  /** A GET, tried again with full jitter after a broken connection or a 5xx; not after a timeout, which would only double it. */
  async get(path: string, options: { timeoutMs?: number } = {}): Promise<RayAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.call({ method: 'GET', path, ...options });
      } catch (error) {
        if (attempt === GET_TRIES || !isPassing(error)) throw error;
        await delay(Math.random() * Math.min(1000, 100 * 2 ** attempt));
      }
    }
  }

  /** A GET that must answer 200 with JSON of this schema. */
  async getJson<T>(path: string, schema: z.ZodType<T>, options: { timeoutMs?: number } = {}): Promise<T> {
    const answer = await this.get(path, options);
    return parseAnswer(`GET ${path}`, answer, schema);
  }

  /** A call whose body the caller reads itself, within the same timeout. What is left unread is thrown away. */
  async open<T>(call: RayCall, read: (response: Dispatcher.ResponseData) => Promise<T>): Promise<T> {
    const timeout = AbortSignal.timeout(call.timeoutMs ?? this.#timeoutMs);
    const startedAt = performance.now();
    let response: Dispatcher.ResponseData | undefined;
    let failure: string | null = null;
    try {
      response = await request(this.address + call.path, {
        method: call.method,
        headers: this.#headers(call.body),
        body: call.body ?? null,
        dispatcher: this.#agent,
        signal: timeout,
      });
      return await read(response);
    } catch (error) {
      const known = error instanceof RayError ? error : unreachable(this.address, error, timeout.aborted);
      failure = known.reason;
      throw known;
    } finally {
      this.#onCall({ operation: operationOf(call), durationMs: performance.now() - startedAt, failure });
      if (response !== undefined) drop(response.body);
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #headers(body: string | Buffer | undefined): Record<string, string> {
    const headers: Record<string, string> = {};
    if (this.#token !== undefined) headers['authorization'] = `Bearer ${this.#token}`;
    if (typeof body === 'string') headers['content-type'] = 'application/json';
    if (body instanceof Buffer) headers['content-type'] = 'application/octet-stream';
    return headers;
  }
}

/** Names of jobs, packages and files are ids; what a list is asked for stands behind the path. */
function operationOf({ method, path }: RayCall): string {
  const [where = ''] = path.split('?');
  return `${method} ${where.replace(/^(\/api\/(?:jobs|packages\/gcs)\/)[^/]+/, '$1{id}')}`;
}

/** A body that is destroyed unread tells so by an error, which nobody listened to would end the process. */
function drop(body: Readable): void {
  if (body.readableEnded) return;
  body.on('error', () => undefined);
  body.destroy();
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof RayError)) return false;
  if (error.reason === 'failed') return true;
  return error.reason === 'unreachable' && !isTimeout(error.cause);
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'ConnectTimeoutError');
}

function unreachable(address: string, cause: unknown, isOverdue: boolean): RayError {
  if (isOverdue) return new RayError('unreachable', `Ray at ${address} did not answer in time.`, { cause });
  const detail = cause instanceof Error ? cause.message || errorCode(cause) : String(cause);
  return new RayError('unreachable', `Ray at ${address} cannot be reached: ${detail || 'no reason given'}.`, { cause });
}

/** A refused connection to a name with several addresses has its reason in `code` only. */
function errorCode(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
