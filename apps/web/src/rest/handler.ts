import { randomUUID } from 'node:crypto';
import { type Principal, may } from '@raydeck/core';
import { authenticate, type Caller, type Credentials } from './authenticate.ts';
import type { Endpoint, RawInput, Reply, RestContext } from './endpoint.ts';
import { problemOf, problemResponse } from './problem.ts';
import { readJsonBody } from './read-json-body.ts';
import { readQuery } from './read-query.ts';
import { openUpload, readUpload } from './read-upload.ts';
import { RequestError } from './request-error.ts';
import { writeJson } from './write-json.ts';

/** What a request is served with. */
export interface Wiring extends Credentials {
  /** Told when a key was made or revoked here: what is known of keys may be over. */
  keysChanged: () => void;
  contextOf: (principal: Principal) => RestContext;
}

/** Told of failures of our own. */
export type Log = (event: string, fields: object) => void;

/** Next gives undefined for a path without parameters, whatever its types say. */
export type Params = Promise<Record<string, string> | undefined>;
export type Handler = (request: Request, route: { params: Params }) => Promise<Response>;

/** The one way in: who, may they, what do they say, do it, and errors in one form. */
export function createHandler(endpoint: Endpoint, wiring: () => Promise<Wiring>, log: Log): Handler {
  return async (request, { params }) => {
    const requestId = randomUUID();
    try {
      return await serve(endpoint, await wiring(), request, (await params) ?? {}, requestId);
    } catch (error) {
      // Whoever has left hears nothing, and is no failure of ours.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      return refuse(error, endpoint, log, requestId);
    }
  };
}

async function serve(
  endpoint: Endpoint,
  wiring: Wiring,
  request: Request,
  params: Record<string, string>,
  requestId: string,
): Promise<Response> {
  const { principal, lookAgain } = endpoint.action ? await authenticate(request, wiring) : nobody;
  // Before the body is read: whoever may not, sends nothing.
  if (endpoint.action && !may(principal, endpoint.action)) {
    throw new RequestError('FORBIDDEN', `This needs a role or scope that allows ${endpoint.action}.`);
  }
  const reply = await endpoint.handle(wiring.contextOf(principal), {
    params,
    query: readQuery(new URL(request.url).searchParams),
    body: endpoint.body ? await readJsonBody(request, { isOptional: endpoint.isBodyOptional ?? false }) : null,
    ...(await uploadOf(request, endpoint.upload)),
    headers: request.headers,
    signal: request.signal,
    lookAgain,
  });
  if (endpoint.action === 'key.write') wiring.keysChanged();
  const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-request-id': requestId };
  const type = endpoint.answers[reply.status]?.mediaType ?? 'application/json';
  // 204 says that there is nothing to say: a body is not allowed then.
  const hasContent = reply.status !== 204 && (reply.stream !== undefined || reply.body !== undefined);
  return new Response(hasContent ? await contentOf(reply, request.method) : null, {
    status: reply.status,
    headers: { ...(hasContent && { 'content-type': type }), ...common, ...reply.headers },
  });
}

async function uploadOf(request: Request, upload: Endpoint['upload']): Promise<Pick<RawInput, 'upload' | 'stream'>> {
  if (!upload) return { upload: noBytes, stream: none() };
  if (upload.isStream) return { upload: noBytes, stream: openUpload(request, upload) };
  return { upload: await readUpload(request, upload), stream: none() };
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** Whoever asks for the head alone reads no stream: it must not stay open. */
async function contentOf({ body, stream }: Reply, method: string): Promise<string | ReadableStream<Uint8Array> | null> {
  if (stream && method === 'HEAD') {
    await stream.cancel();
    return null;
  }
  return stream ?? writeJson(body);
}

function refuse(error: unknown, { method, path }: Endpoint, log: Log, requestId: string): Response {
  const problem = problemOf(error, requestId);
  const { status } = problem;
  if (status >= 500) log('rest.failed', { requestId, method, path, status, ...describe(error) });
  return problemResponse(problem, error instanceof RequestError ? error.headers : {});
}

/** Prisma's messages repeat the values of a query, which may be payload: of those only the name and the place. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error ? error.code : undefined;
  const message = error.name.startsWith('PrismaClient') ? undefined : error.message.slice(0, 500);
  return { error: error.name, code, message, frames: frames?.slice(0, 12) };
}

const noBytes = new Uint8Array();

const nobody: Caller = {
  principal: {
    kind: 'key',
    id: 'nobody',
    keyId: '',
    name: 'nobody',
    scopes: [],
    queues: [],
    callables: [],
    ownTasksOnly: false,
    canViewPayload: false,
  },
  lookAgain: async () => null,
};
