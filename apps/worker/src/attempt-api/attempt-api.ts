import { type ByteStream, RaydeckError } from '@raydeck/core';
import {
  acceptOutcome,
  admitCoreExecution,
  type AttemptContext,
  type Execution,
  openArguments,
  recordHeartbeat,
  startAttempt,
  type Tickets,
  uploadLog,
  uploadResult,
} from '@raydeck/services';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HeartbeatMessage, logTailLimitBytes, OutcomeMessage, StartMessage } from './messages.ts';
import { problem } from './problem.ts';
import { bearer, parse } from './request.ts';

export interface AttemptApiOptions {
  attempts: AttemptContext;
  tickets: Tickets;
  heartbeatSeconds: number;
  silenceLimitSeconds: number;
  /** More of the same API, with its limits and its problems. */
  addRoutes?: (app: Hono) => void;
  /** Told when an outcome was committed here: its owner may release sooner. */
  onFinished: () => void;
  /** Told of errors that are nobody's fault outside. */
  onError: (error: unknown) => void;
}

/** A result, a traceback and a log tail, escaped: nothing of ours is larger. */
const bodyLimitBytes = 4 * 1024 * 1024;

/** What executions call; `docs/attempt-api.md` is its contract. Any worker serves any attempt. */
export function createAttemptApi(options: AttemptApiOptions): Hono {
  const { attempts, tickets } = options;
  const app = new Hono().basePath('/attempt/v1');
  /** The session, its start written where the row may not have it yet. */
  const admitted = async (context: Context): Promise<Execution> => {
    const session = sessionOf(context, tickets);
    await admitCoreExecution(attempts, session);
    return session;
  };
  const limited = bodyLimit({
    maxSize: bodyLimitBytes,
    onError: (context) =>
      context.body(
        JSON.stringify({ type: 'about:blank', status: 413, code: 'INVALID', title: 'The body is too large.' }),
        413,
        { 'content-type': 'application/problem+json' },
      ),
  });
  // Bodies of a PUT go to the storage as they come, and are counted there.
  app.use((context, next) => (context.req.method === 'PUT' ? next() : limited(context, next)));
  app.onError((error, context) => {
    if (!(error instanceof RaydeckError)) options.onError(error);
    return problem(context, error);
  });

  app.post('/start', async (context) => {
    const opened = tickets.openTicket(bearer(context));
    if (!opened) throw new RaydeckError('FORBIDDEN', 'This ticket is not ours.');
    const message = await parse(context, StartMessage);
    const { executionId, rayNodeId = null, pod = null } = message;
    const { rayVersion, ...started } = await startAttempt(attempts, { ...opened, executionId, rayNodeId, pod });
    return context.json({
      sessionToken: tickets.tokenFor(opened.attemptId, executionId),
      ...started,
      idempotencyKey: started.taskId,
      heartbeatSeconds: options.heartbeatSeconds,
      silenceLimitSeconds: options.silenceLimitSeconds,
      resultLimitBytes: attempts.limits.inlineResultBytes,
      resultUploadLimitBytes: attempts.limits.resultBytes,
      logTailLimitBytes,
      logLimitBytes: attempts.limits.logBytes,
      expect: rayVersion === null ? null : { python: null, ray: rayVersion },
    });
  });

  app.post('/heartbeat', async (context) => {
    const session = sessionOf(context, tickets);
    const message = await parse(context, HeartbeatMessage);
    requireSame(session.executionId, message.executionId);
    const answer = await recordHeartbeat(attempts, { ...message, ...session });
    return context.json({ ...answer, nextHeartbeatSeconds: options.heartbeatSeconds });
  });

  app.post('/outcome', async (context) => {
    const session = sessionOf(context, tickets);
    const { state, result, resultUpload, error, ...message } = await parse(context, OutcomeMessage);
    requireSame(session.executionId, message.executionId);
    const { logTail, logBytes, peakMemoryBytes, cpuSeconds, progress } = message;
    const traces = { logTail, logBytes, peakMemoryBytes, cpuSeconds, progress };
    await acceptOutcome(attempts, { ...session, outcome: { state, result, resultUpload, error }, traces });
    options.onFinished();
    return context.json({ accepted: true });
  });

  app.get('/arguments', async (context) => {
    const { body, sizeBytes } = await openArguments(attempts, await admitted(context));
    const headers = { 'content-type': 'application/json', 'content-length': String(sizeBytes) };
    return new Response(streamOf(body), { headers });
  });

  app.put('/result', async (context) => {
    const stored = await uploadResult(attempts, await admitted(context), bodyOf(context));
    return context.json(stored);
  });

  app.put('/log', async (context) => {
    await uploadLog(attempts, await admitted(context), bodyOf(context));
    return context.json({ kept: true });
  });

  if (options.addRoutes) options.addRoutes(app);
  return app;
}

/** A piece is read when the one before has been stored. A sender that breaks off is its own fault, and tries again. */
async function* bodyOf(context: Context): AsyncGenerator<Uint8Array> {
  const reader = context.req.raw.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) yield part.value;
  } catch (cause) {
    throw new RaydeckError('UNAVAILABLE', 'The body broke off.', { cause });
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

function streamOf(body: ByteStream): ReadableStream<Uint8Array> {
  return ReadableStream.from(body);
}

function sessionOf(context: Context, tickets: Tickets): { attemptId: string; executionId: string } {
  const session = tickets.openToken(bearer(context));
  if (!session) throw new RaydeckError('FORBIDDEN', 'This session token is not ours.');
  return session;
}

function requireSame(fromToken: string, fromBody: string): void {
  if (fromToken !== fromBody.toLowerCase()) throw new RaydeckError('FORBIDDEN', 'The token is for another execution.');
}
