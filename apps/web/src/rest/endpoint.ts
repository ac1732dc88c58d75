import type { Action, ByteStream } from '@raydeck/core';
import type { Context, InstallationSettings } from '@raydeck/services';
import type { Tracing } from '@raydeck/telemetry';
import { z } from 'zod';
import type { Look } from './authenticate.ts';
import type { Changes } from './event-stream.ts';
import type { JsonBody } from './read-json-body.ts';
import { rawMembers } from './raw-members.ts';
import { type FieldProblem, invalidRequest } from './request-error.ts';
import { zodProblems } from './zod-problems.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type RestContext = Context &
  InstallationSettings & {
    changes: Changes;
    /** Null without a collector, and while it is loaded. */
    tracing: () => Pick<Tracing, 'enqueue'> | null;
  };

/** A request as it came, before its schemas. */
export interface RawInput {
  params: Record<string, string>;
  query: Record<string, string>;
  body: JsonBody | null;
  upload: Uint8Array;
  stream: ByteStream;
  headers: Headers;
  signal: AbortSignal;
  lookAgain: Look;
}

interface Input<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  /** The body's members as text, where digits and the order of keys matter. */
  rawBody: ReadonlyMap<string, string>;
  /** The bytes of a body that is not JSON; empty where there is none. */
  upload: Uint8Array;
  /** The same as it comes, for an upload that is a stream. */
  stream: ByteStream;
  headers: Headers;
  signal: AbortSignal;
  /** For answers that last: who asks, as of then. */
  lookAgain: Look;
}

export interface Reply {
  status: number;
  /** Written as JSON. Neither body nor stream: an answer without content, as 204 is. */
  body?: unknown;
  stream?: ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
}

/** An answer without a schema has no content, as 204; other media than JSON say which. */
export interface Answer {
  description: string;
  schema?: z.ZodType;
  mediaType?: string;
  headers?: z.ZodObject;
}

interface Definition<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodObject> {
  method: Method;
  /** Below /api/v1, as OpenAPI writes it. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  /** What the principal must be allowed; null is open to everybody. */
  action: Action | null;
  params?: Params;
  query?: Query;
  body?: Body;
  isBodyOptional?: boolean;
  /** Instead of a body: bytes of this type, so many at most. */
  upload?: { mediaType: string; limitBytes: number; isStream?: boolean };
  headers?: z.ZodObject;
  answers: Record<number, Answer>;
  /** Statuses of problems beside those that any endpoint has. */
  problems?: number[];
  run: (context: RestContext, input: Input<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Reply>;
}

/** One method on one path: what OpenAPI says of it, and what it does. */
export interface Endpoint extends Omit<Definition<z.ZodObject, z.ZodObject, z.ZodObject>, 'run'> {
  handle: (context: RestContext, input: RawInput) => Promise<Reply>;
}

export function endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodObject = z.ZodObject,
>({ run, ...definition }: Definition<Params, Query, Body>): Endpoint {
  return {
    ...definition,
    handle: async (context, { params, query, body, ...rest }) => {
      const problems: FieldProblem[] = [];
      const input = {
        params: read(definition.params, params, 'parameter', problems),
        query: read(definition.query, query, 'parameter', problems),
        body: read(definition.body, body ? body.value : {}, 'field', problems),
      };
      if (problems.length > 0) throw invalidRequest(problems);
      return run(context, { ...rest, ...input, rawBody: rawMembers(body?.text ?? '{}') });
    },
  };
}

/** Collects what is wrong; with a problem collected, the value is never used. */
function read<Schema extends z.ZodObject>(
  schema: Schema | undefined,
  value: unknown,
  noun: string,
  problems: FieldProblem[],
): z.output<Schema> {
  const parsed = (schema ?? z.strictObject({})).safeParse(value);
  if (!parsed.success) problems.push(...zodProblems(parsed.error, noun));
  return parsed.data as z.output<Schema>;
}
