import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What an attempt is to run, as the gate will tell it. `args` is JSON text. */
export interface Call {
  callable: string;
  args: string;
}

/** What one execution has said so far; an attempt that was started twice has two of them. */
export interface SeenExecution {
  executionId: string;
  pid: number;
  isAdmitted: boolean;
  outcome: { state: string; result: string | null } | null;
}

/** The worker's end of docs/attempt-api.md in its smallest form: one gate for each attempt, and outcomes kept. */
export interface AttemptApiDouble {
  url: string;
  ticketFor(attemptId: string, call: Call): string;
  /** The gate answers 503 until it is opened, so that its executions wait before user code. */
  hold(attemptId: string): void;
  /** The gate answers 409 from now on. */
  refuse(attemptId: string): void;
  executions(attemptId: string): SeenExecution[];
  close(): Promise<void>;
}

const Start = z.object({ executionId: z.string(), pid: z.number() });
const OutcomeBody = z.object({ executionId: z.string(), state: z.string(), result: z.string().nullable() });

interface Attempt {
  call: Call;
  gate: 'open' | 'held' | 'refusing';
  executions: SeenExecution[];
}

export async function startAttemptApiDouble(): Promise<AttemptApiDouble> {
  const attempts = new Map<string, Attempt>();
  const server = createServer((request, response) => {
    answer(attempts, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const get = (attemptId: string) => {
    const attempt = attempts.get(attemptId);
    if (!attempt) throw new Error(`There is no attempt ${attemptId}.`);
    return attempt;
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    ticketFor(attemptId, call) {
      attempts.set(attemptId, { call, gate: 'open', executions: [] });
      return `rdt_${attemptId}_mac`;
    },
    hold: (attemptId) => void (get(attemptId).gate = 'held'),
    refuse: (attemptId) => void (get(attemptId).gate = 'refusing'),
    executions: (attemptId) => get(attemptId).executions,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  attempts: Map<string, Attempt>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body: unknown = JSON.parse(await text(request));
  const attemptId = /^Bearer rd[ts]_([^_]+)_/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const attempt = attempts.get(attemptId);
  const send = (statusCode: number, json: object) =>
    response.writeHead(statusCode, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  if (!attempt) return void send(401, { code: 'UNAUTHORISED' });
  if (request.url === '/attempt/v1/heartbeat')
    return void send(200, { cancelRequested: false, nextHeartbeatSeconds: 5 });
  if (request.url === '/attempt/v1/start') return void send(...start(attemptId, attempt, Start.parse(body)));
  const outcome = OutcomeBody.parse(body);
  const execution = attempt.executions.find((one) => one.executionId === outcome.executionId);
  if (!execution?.isAdmitted) return void send(409, { code: 'CONFLICT' });
  execution.outcome = { state: outcome.state, result: outcome.result };
  return void send(200, {});
}

function start(attemptId: string, attempt: Attempt, { executionId, pid }: z.output<typeof Start>): [number, object] {
  let execution = attempt.executions.find((one) => one.executionId === executionId);
  if (!execution) {
    execution = { executionId, pid, isAdmitted: false, outcome: null };
    attempt.executions.push(execution);
  }
  const isTaken = attempt.executions.some((one) => one.isAdmitted && one.executionId !== executionId);
  if (attempt.gate === 'held') return [503, { code: 'UNAVAILABLE' }];
  if (attempt.gate === 'refusing' || isTaken) return [409, { code: 'CONFLICT' }];
  execution.isAdmitted = true;
  return [200, sessionOf(attemptId, attempt.call)];
}

function sessionOf(attemptId: string, call: Call): object {
  return {
    sessionToken: `rds_${attemptId}_mac`,
    attemptId,
    attemptNumber: 1,
    maxAttempts: 1,
    taskId: attemptId,
    queue: 'default',
    callable: call.callable,
    args: call.args,
    kwargs: '{}',
    idempotencyKey: attemptId,
    plainCallables: true,
    djangoSettingsModule: null,
    deadlineSeconds: null,
    heartbeatSeconds: 5,
    silenceLimitSeconds: 300,
    resultLimitBytes: 262_144,
    logTailLimitBytes: 65_536,
    expect: { python: null, ray: null },
  };
}
