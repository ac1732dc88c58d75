import { RaydeckError } from '@raydeck/core';
import { acceptOutcome, type AttemptContext, recordHeartbeat, startAttempt, type Tickets } from '@raydeck/services';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { HeartbeatMessage, logTailLimitBytes, OutcomeMessage, resultLimitBytes, StartMessage } from './messages.ts';
import { problem } from './problem.ts';

export interface AttemptApiOptions {
  attempts: AttemptContext;
  tickets: Tickets;
  heartbeatSeconds: number;
  silenceLimitSeconds: number;
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
  app.use(
    bodyLimit({
      maxSize: bodyLimitBytes,
      onError: (context) =>
        context.body(
          JSON.stringify({ type: 'about:blank', status: 413, code: 'INVALID', title: 'The body is too large.' }),
          413,
          { 'content-type': 'application/problem+json' },
        ),
    }),
  );
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
      resultLimitBytes,
      logTailLimitBytes,
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
    const { state, result, error, ...message } = await parse(context, OutcomeMessage);
    requireSame(session.executionId, message.executionId);
    const { logTail, logBytes, peakMemoryBytes, cpuSeconds, progress } = message;
    const traces = { logTail, logBytes, peakMemoryBytes, cpuSeconds, progress };
    await acceptOutcome(attempts, { ...session, outcome: { state, result, error }, traces });
    options.onFinished();
    return context.json({ accepted: true });
  });

  return app;
}

function bearer(context: Context): string {
  return /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
}

function sessionOf(context: Context, tickets: Tickets): { attemptId: string; executionId: string } {
  const session = tickets.openToken(bearer(context));
  if (!session) throw new RaydeckError('FORBIDDEN', 'This session token is not ours.');
  return session;
}

function requireSame(fromToken: string, fromBody: string): void {
  if (fromToken !== fromBody.toLowerCase()) throw new RaydeckError('FORBIDDEN', 'The token is for another execution.');
}

async function parse<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema>> {
  const body: unknown = await context.req.json().catch(() => {
    throw new RaydeckError('INVALID', 'The body is not JSON.');
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RaydeckError('INVALID', `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'is not valid'}`);
}
